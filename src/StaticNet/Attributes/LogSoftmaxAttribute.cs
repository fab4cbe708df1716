namespace StaticNet;

/// <summary>
/// x − log(Σ exp(x)) along an axis, the logarithm of <see cref="SoftmaxAttribute"/>; the shape stays. PyTorch's <c>nn.LogSoftmax</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LogSoftmaxAttribute : LayerAttribute
{
    /// <summary>
    /// The dimension whose exponentials sum to one, counted without the batch; a negative one counts from the end. Default: −1, the last.
    /// </summary>
    public int Axis { get; set; } = -1;
}
