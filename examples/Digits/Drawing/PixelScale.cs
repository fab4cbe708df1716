namespace Digits.Drawing;

/// <summary>How pixels become a network's inputs: with mean zero and variance one over MNIST's training images.</summary>
internal static class PixelScale
{
    private const float Mean = 0.1307f * 255f;
    private const float StandardDeviation = 0.3081f * 255f;

    /// <summary>Converts pixels, 0 to 255, to as many inputs.</summary>
    public static void ToInputs(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        const float Scale = 1f / StandardDeviation;
        for (int i = 0; i < pixels.Length; i++)
            inputs[i] = (pixels[i] - Mean) * Scale;
    }
}
