namespace StaticNet;

/// <summary>
/// (x − mean) / √(variance + ε), with the statistics of each channel of every sample, PyTorch's <c>nn.InstanceNorm2d</c> and its like
/// without running statistics; the shape <c>(C, ...)</c> stays. Source: Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016.
/// </summary>
/// <remarks>Parameters, with <see cref="Affine"/>: <c>weight</c> and <c>bias</c>, both of shape <c>(C)</c>.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InstanceNormAttribute : LayerAttribute
{
    /// <summary>ε, what keeps the square root from 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether there are trainable parameters: a factor and a summand a channel. Default: false, as in PyTorch.</summary>
    public bool Affine { get; set; }
}
