namespace StaticNet.Generator.Tests.Oracle;

/// <summary>What labels select along axis 0.</summary>
internal static class Selections
{
    /// <summary>y[0, ...] = x[label[...], ...].</summary>
    public static void Gather(Tensor x, Tensor labels, Tensor y)
    {
        for (var n = 0; n < y.Samples; n++)
        {
            for (var position = 0; position < y.Length; position++)
                y[n, position] = x[n, ((int)labels[n, position] * y.Length) + position];
        }
    }

    /// <summary>y[label[...], ...] = dy[0, ...] and zero elsewhere.</summary>
    public static void Scatter(Tensor dy, Tensor labels, Tensor y)
    {
        for (var n = 0; n < y.Samples; n++)
        {
            for (var position = 0; position < dy.Length; position++)
                y[n, ((int)labels[n, position] * dy.Length) + position] = dy[n, position];
        }
    }
}
