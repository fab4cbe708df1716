namespace StaticNet;

/// <summary>
/// x / √(mean of x² + ε) · weight along the last axes of every sample, PyTorch's <c>nn.RMSNorm</c>; the shape stays. Source: Zhang and Sennrich, Root Mean Square Layer Normalization, 2019.
/// </summary>
/// <remarks>Parameters: <c>weight</c>, of the shape of the axes that are normalised.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RMSNormAttribute : LayerAttribute
{
    /// <summary>How many of the last axes are normalised together. Default: 1, the last.</summary>
    public int Axes { get; set; } = 1;

    /// <summary>ε, what keeps the square root from 0. Default: 2⁻²³.</summary>
    public double Epsilon { get; set; } = 1.1920928955078125e-07;

    /// <summary>Whether there are trainable parameters. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
