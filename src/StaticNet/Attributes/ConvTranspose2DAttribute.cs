namespace StaticNet;

/// <summary>
/// A transposed convolution over images, PyTorch's <c>nn.ConvTranspose2d</c>, which makes them larger by its stride: <c>(C, H, W)</c> becomes
/// <c>(channels, H', W')</c> with H' = (H − 1)·stride − top − bottom + dilation·(kernel − 1) + OutputPadding + 1, and W' alike. Source:
/// Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, section 4.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape <c>(C, channels/Groups, kernelHeight, kernelWidth)</c>, and <c>bias</c> of shape <c>(channels)</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTranspose2DAttribute : LayerAttribute
{
    /// <summary>Adds a transposed convolution with a square kernel.</summary>
    /// <param name="channels">The number of output channels, at least one.</param>
    /// <param name="kernel">The kernel's height and width, at least one.</param>
    public ConvTranspose2DAttribute(int channels, int kernel)
        : this(channels, kernel, kernel)
    {
    }

    /// <summary>Adds a transposed convolution.</summary>
    /// <param name="channels">The number of output channels, at least one.</param>
    /// <param name="kernelHeight">The kernel's height, at least one.</param>
    /// <param name="kernelWidth">The kernel's width, at least one.</param>
    public ConvTranspose2DAttribute(int channels, int kernelHeight, int kernelWidth)
    {
        Channels = channels;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>The number of output channels.</summary>
    public int Channels { get; }

    /// <summary>The kernel's height.</summary>
    public int KernelHeight { get; }

    /// <summary>The kernel's width.</summary>
    public int KernelWidth { get; }

    /// <summary>How far two elements of the input lie apart in the output. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The steps down and across, where they differ. Default: <see cref="Stride"/>.</summary>
    public int[]? Strides { get; set; }

    /// <summary>How much of the output is left out on each side. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>How much is left out at top, left, bottom and right, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }

    /// <summary>What the output has more at its end; below the stride or the dilation. Default: 0.</summary>
    public int OutputPadding { get; set; }

    /// <summary>The distance between two neighbouring kernel elements in the output. Default: 1, a dense kernel.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The dilations down and across, where they differ. Default: <see cref="Dilation"/>.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>
    /// Into how many groups the channels are split, each convolved by itself; divides input and output channels.
    /// As many as there are channels makes a depthwise convolution. Default: 1.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a learned bias is added to each channel. Default: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weight starts. Default: <see cref="Initializer.Default"/>.</summary>
    public Initializer Initializer { get; set; }

    /// <summary>The scale that <see cref="Initializer"/> takes. Default: 1.</summary>
    public double InitializerScale { get; set; } = 1.0;

    /// <summary>How the bias starts. Default: <see cref="Initializer.Default"/>.</summary>
    public Initializer BiasInitializer { get; set; }

    /// <summary>The scale that <see cref="BiasInitializer"/> takes. Default: 1.</summary>
    public double BiasInitializerScale { get; set; } = 1.0;
}
