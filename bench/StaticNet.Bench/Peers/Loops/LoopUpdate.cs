namespace StaticNet.Bench.Peers.Loops;

/// <summary>An optimizer by a plain loop.</summary>
internal sealed class LoopUpdate(UpdateRule rule, int length)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;
    private readonly float[] mean = new float[length];
    private readonly float[] square = new float[length];
    private int steps;

    /// <summary>Changes the parameters.</summary>
    public void Run(float[] parameters, float[] gradients)
    {
        steps++;
        if (rule.Kind == UpdateKind.Adam)
            Adam(parameters, gradients);
        else
            Sgd(parameters, gradients);
    }

    private void Sgd(float[] parameters, float[] gradients)
    {
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] -= rule.LearningRate * gradients[i];
    }

    private void Adam(float[] parameters, float[] gradients)
    {
        float step = rule.LearningRate / (1 - MathF.Pow(Beta1, steps));
        float correction = MathF.Sqrt(1 - MathF.Pow(Beta2, steps));
        for (int i = 0; i < parameters.Length; i++)
        {
            float gradient = gradients[i];
            mean[i] = Beta1 * mean[i] + (1 - Beta1) * gradient;
            square[i] = Beta2 * square[i] + (1 - Beta2) * gradient * gradient;
            parameters[i] -= step * mean[i] / (MathF.Sqrt(square[i]) / correction + Epsilon);
        }
    }
}
