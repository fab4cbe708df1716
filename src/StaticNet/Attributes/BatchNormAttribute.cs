namespace StaticNet;

/// <summary>
/// Batch normalisation, PyTorch's <c>nn.BatchNorm1d</c>, <c>nn.BatchNorm2d</c> and <c>nn.BatchNorm3d</c> (Ioffe and Szegedy, 2015,
/// algorithm 1): y = (x - mean) / sqrt(variance + epsilon) * weight + bias, for each channel of <c>(C, ...)</c>. The shape stays.
/// </summary>
/// <remarks>
/// <para>
/// While training, mean and variance are those of the batch, over all samples and positions; at inference they are running
/// statistics, which every pass in training moves towards those of its batch.
/// </para>
/// <para>
/// Parameters: <c>weight</c> and <c>bias</c> of shape <c>(C)</c>. States: <c>running_mean</c>, <c>running_var</c> (of the unbiased
/// variance) and <c>num_batches_tracked</c>. A batch of one sample of one position has a variance of 0.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>How much of a batch's statistics goes into the running ones. Default: 0.1.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>What is added to the variance. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether a weight and a bias are learned. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
