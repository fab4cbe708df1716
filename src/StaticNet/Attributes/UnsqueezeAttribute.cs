namespace StaticNet;

/// <summary>
/// Puts in an axis of length 1, PyTorch's <c>torch.unsqueeze</c>: <c>[Unsqueeze(0)]</c> makes <c>(1, H, W)</c> of <c>(H, W)</c>. No code: the
/// elements stay where they are.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UnsqueezeAttribute : LayerAttribute
{
    /// <summary>Puts in an axis.</summary>
    /// <param name="axis">Where it stands in the result, counted without the batch; a negative one counts from the end.</param>
    public UnsqueezeAttribute(int axis) => Axis = axis;

    /// <summary>Where the new axis stands.</summary>
    public int Axis { get; }
}
