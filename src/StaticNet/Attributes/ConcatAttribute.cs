namespace StaticNet;

/// <summary>
/// Values one after another along an axis, PyTorch's <c>torch.cat</c>: with axis 0, <c>(A, H, W)</c> and
/// <c>(B, H, W)</c> become <c>(A + B, H, W)</c>. One name appends that value to the previous layer's; two or more join
/// exactly those, in this order.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConcatAttribute : LayerAttribute
{
    /// <summary>Adds a concatenation.</summary>
    /// <param name="inputs">Names of earlier layers or inputs, whose other dimensions are equal.</param>
    public ConcatAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>Names of earlier layers or inputs.</summary>
    public string[] Inputs { get; }

    /// <summary>
    /// The dimension along which they are joined, counted without the batch; a negative one counts from the end.
    /// Default: 0, the channels of an image.
    /// </summary>
    public int Axis { get; set; }
}
