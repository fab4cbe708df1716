namespace Digits.Training;

/// <summary>
/// The learning rate over a training: a short rise, while Adam's moments are still guesses, then half a cosine down to zero
/// (after Smith and Topin, "Super-Convergence", 2017). It allows a peak three times Adam's usual 0.001, and three epochs
/// reach what a constant rate needs ten for.
/// </summary>
/// <param name="Peak">The highest learning rate.</param>
/// <param name="StepCount">The steps of the whole training.</param>
internal sealed record OneCycle(float Peak, int StepCount)
{
    /// <summary>The learning rate of a step, counted from 0.</summary>
    public float LearningRate(int step)
    {
        int warmUp = Math.Max(StepCount / 10, 1);
        if (step < warmUp)
            return Peak * (step + 1) / warmUp;
        float progress = (float)(step - warmUp) / Math.Max(StepCount - warmUp, 1);
        return Peak * 0.5f * (1f + MathF.Cos(MathF.PI * progress));
    }
}
