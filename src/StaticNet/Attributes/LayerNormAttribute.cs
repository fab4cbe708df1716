namespace StaticNet;

/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias along the last axes of every sample, PyTorch's <c>nn.LayerNorm</c>; the shape stays. Source: Ba, Kiros and Hinton, Layer Normalization, 2016.
/// </summary>
/// <remarks>Parameters: <c>weight</c> and <c>bias</c>, both of the shape of the axes that are normalised.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>How many of the last axes are normalised together. Default: 1, the last.</summary>
    public int Axes { get; set; } = 1;

    /// <summary>ε, what keeps the square root from 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether there are trainable parameters. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
