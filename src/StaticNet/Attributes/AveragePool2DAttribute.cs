namespace StaticNet;

/// <summary>
/// The mean of each window, channel by channel, PyTorch's <c>nn.AvgPool2d</c>: <c>(C, H, W)</c> becomes
/// <c>(C, H', W')</c> with H' = ⌊(H + top + bottom − kernel) / stride⌋ + 1, and W' alike. It has no parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AveragePool2DAttribute : LayerAttribute
{
    /// <summary>Adds a pooling layer with a square window.</summary>
    /// <param name="kernel">The window's height and width, at least one.</param>
    public AveragePool2DAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Adds a pooling layer.</summary>
    /// <param name="kernelHeight">The window's height, at least one.</param>
    /// <param name="kernelWidth">The window's width, at least one.</param>
    public AveragePool2DAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>The window's height.</summary>
    public int KernelHeight { get; }

    /// <summary>The window's width.</summary>
    public int KernelWidth { get; }

    /// <summary>
    /// The step between two windows, down and across. Default: the window's own height and width, so that windows tile
    /// the image (PyTorch's default).
    /// </summary>
    public int Stride { get; set; }

    /// <summary>The steps down and across, where they differ: <c>new[] { 2, 1 }</c>. Default: <see cref="Stride"/>.</summary>
    public int[]? Strides { get; set; }

    /// <summary>
    /// Zeros added on each of the four sides, or <see cref="StaticNet.Padding.Same"/>. Default: 0.
    /// </summary>
    public int Padding { get; set; }

    /// <summary>The padding at top, left, bottom and right, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }

    /// <summary>
    /// Whether padding counts as zeros in the mean; otherwise a window at the edge divides by what it covers of the image.
    /// PyTorch's <c>count_include_pad</c>. Default: true.
    /// </summary>
    public bool CountIncludePadding { get; set; } = true;
}
