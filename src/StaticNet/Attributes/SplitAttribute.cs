namespace StaticNet;

/// <summary>
/// Parts of a value along an axis, PyTorch's <c>torch.split</c>: <c>[Split("query", "key", "value", Axis = -1)]</c> makes three values of a
/// third each, which others read by these names. The layer behind it takes the last part unless it says <c>From</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SplitAttribute : LayerAttribute
{
    /// <summary>Splits a value.</summary>
    /// <param name="names">A name for each part, in their order: C# identifiers unique in the network or block.</param>
    public SplitAttribute(params string[] names) => Names = names;

    /// <summary>A name for each part.</summary>
    public string[] Names { get; }

    /// <summary>How long each part is; together as long as the axis. Default: all alike.</summary>
    public int[]? Lengths { get; set; }

    /// <summary>
    /// The dimension that is split, counted without the batch; a negative one counts from the end. Default: 0, the channels of an image.
    /// </summary>
    public int Axis { get; set; }
}
