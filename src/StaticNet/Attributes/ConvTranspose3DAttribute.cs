namespace StaticNet;

/// <summary>
/// A transposed convolution over volumes, PyTorch's <c>nn.ConvTranspose3d</c>, which makes them larger by its stride: <c>(C, D, H, W)</c>
/// becomes <c>(channels, D', H', W')</c> with D' = (D − 1)·stride − front − back + dilation·(kernel − 1) + OutputPadding + 1, H' and W'
/// alike. Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, section 4.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape <c>(C, channels/Groups, kernelDepth, kernelHeight, kernelWidth)</c>, and <c>bias</c> of shape
/// <c>(channels)</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTranspose3DAttribute : LayerAttribute
{
    /// <summary>Adds a transposed convolution with a cubic kernel.</summary>
    /// <param name="channels">The number of output channels, at least one.</param>
    /// <param name="kernel">The kernel's depth, height and width, at least one.</param>
    public ConvTranspose3DAttribute(int channels, int kernel)
        : this(channels, kernel, kernel, kernel)
    {
    }

    /// <summary>Adds a transposed convolution.</summary>
    /// <param name="channels">The number of output channels, at least one.</param>
    /// <param name="kernelDepth">The kernel's depth, at least one.</param>
    /// <param name="kernelHeight">The kernel's height, at least one.</param>
    /// <param name="kernelWidth">The kernel's width, at least one.</param>
    public ConvTranspose3DAttribute(int channels, int kernelDepth, int kernelHeight, int kernelWidth)
    {
        Channels = channels;
        KernelDepth = kernelDepth;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>The number of output channels.</summary>
    public int Channels { get; }

    /// <summary>The kernel's depth.</summary>
    public int KernelDepth { get; }

    /// <summary>The kernel's height.</summary>
    public int KernelHeight { get; }

    /// <summary>The kernel's width.</summary>
    public int KernelWidth { get; }

    /// <summary>How far two elements of the input lie apart in the output. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The steps in depth, down and across, where they differ. Default: <see cref="Stride"/>.</summary>
    public int[]? Strides { get; set; }

    /// <summary>How much of the output is left out on each side. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>How much is left out at front, top, left, back, bottom and right, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }

    /// <summary>What the output has more at its end; below the stride or the dilation. Default: 0.</summary>
    public int OutputPadding { get; set; }

    /// <summary>The distance between two neighbouring kernel elements in the output. Default: 1, a dense kernel.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The dilations in depth, down and across, where they differ. Default: <see cref="Dilation"/>.</summary>
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
