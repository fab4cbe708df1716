namespace StaticNet;

/// <summary>
/// Declares an input of the network with the shape of one sample: <c>[Input(784)]</c>, <c>[Input(1, 28, 28)]</c>. The
/// layer that follows takes it. Several inputs become several arguments of <c>Forward</c>, in source order.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute : Attribute
{
    /// <summary>Declares an input.</summary>
    /// <param name="shape">The lengths of its dimensions, without the batch; each at least one. Images are (C, H, W).</param>
    public InputAttribute(params int[] shape) => Shape = shape;

    /// <summary>The lengths of the input's dimensions, without the batch.</summary>
    public int[] Shape { get; }

    /// <summary>
    /// What layers call it in <see cref="LayerAttribute.From"/>; a C# identifier. Default: <c>input</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// What its elements are; integers come as <c>ReadOnlySpan&lt;int&gt;</c>, and only layers that choose by them take them.
    /// Default: <see cref="StaticNet.Element.Float32"/>.
    /// </summary>
    public Element Element { get; set; }
}
