namespace StaticNet;

/// <summary>
/// exp(x) / Σ exp(x) along an axis; the shape stays. PyTorch's <c>nn.Softmax</c>. Leave it out before
/// <see cref="SoftmaxCrossEntropyAttribute"/>, which takes logits.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxAttribute : LayerAttribute
{
    /// <summary>
    /// The dimension that sums to one, counted without the batch; a negative one counts from the end. Default: −1, the last.
    /// </summary>
    public int Axis { get; set; } = -1;
}
