namespace StaticNet;

/// <summary>
/// x / (k + α / size · Σ x²)^β with the sum over neighbouring channels at the same position, PyTorch's <c>nn.LocalResponseNorm</c>; the
/// shape <c>(C, ...)</c> stays. Neighbours are ⌊size / 2⌋ channels before and ⌊(size − 1) / 2⌋ behind; channels that are not there count as 0.
/// Source: Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural Networks, 2012, section 3.3, where α is
/// what here is α / size.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LocalResponseNormAttribute : LayerAttribute
{
    /// <summary>Adds a normalisation among neighbouring channels.</summary>
    /// <param name="size">How many channels are summed over, at least one.</param>
    public LocalResponseNormAttribute(int size) => Size = size;

    /// <summary>How many channels are summed over.</summary>
    public int Size { get; }

    /// <summary>α, the factor of the mean of squares, at least 0. Default: 1e-4.</summary>
    public double Alpha { get; set; } = 1e-4;

    /// <summary>β, the exponent. Default: 0.75.</summary>
    public double Beta { get; set; } = 0.75;

    /// <summary>k, what the mean is added to, above 0. Default: 1.</summary>
    public double K { get; set; } = 1.0;
}
