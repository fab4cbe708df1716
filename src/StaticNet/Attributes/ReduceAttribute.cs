namespace StaticNet;

/// <summary>
/// The sum, mean, maximum or minimum along axes, PyTorch's <c>torch.sum</c> and its like without the batch:
/// <c>[Reduce(Reduction.Mean, 1, 2)]</c> makes <c>(C)</c> of <c>(C, H, W)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReduceAttribute : LayerAttribute
{
    /// <summary>Combines elements.</summary>
    /// <param name="reduction">How.</param>
    /// <param name="axes">
    /// Axes along which, counted without the batch; negative ones count from the end. None: all, and the result has shape <c>(1)</c>.
    /// </param>
    public ReduceAttribute(Reduction reduction, params int[] axes) => (Reduction, Axes) = (reduction, axes);

    /// <summary>How elements are combined.</summary>
    public Reduction Reduction { get; }

    /// <summary>The axes along which; empty for all.</summary>
    public int[] Axes { get; }

    /// <summary>Whether these axes stay, with length 1: PyTorch's <c>keepdim</c>. Default: false.</summary>
    public bool KeepAxes { get; set; }
}
