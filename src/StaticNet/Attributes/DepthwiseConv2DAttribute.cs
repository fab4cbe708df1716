namespace StaticNet;

/// <summary>
/// A convolution of every channel by itself: PyTorch's <c>nn.Conv2d</c> with as many groups as channels, Keras's <c>DepthwiseConv2D</c>.
/// <c>(C, H, W)</c> becomes <c>(C·Multiplier, H', W')</c> with H' = ⌊(H + top + bottom − dilation·(kernel − 1) − 1) / stride⌋ + 1, and W'
/// alike. Source: Howard et al., MobileNets, 2017, section 3.1.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape <c>(C·Multiplier, 1, kernelHeight, kernelWidth)</c>, and <c>bias</c> of shape <c>(C·Multiplier)</c>.
/// What channel c makes are the channels c·Multiplier up to below (c + 1)·Multiplier.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DepthwiseConv2DAttribute : LayerAttribute
{
    /// <summary>Adds a depthwise convolution with a square kernel.</summary>
    /// <param name="kernel">The kernel's height and width, at least one.</param>
    public DepthwiseConv2DAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Adds a depthwise convolution.</summary>
    /// <param name="kernelHeight">The kernel's height, at least one.</param>
    /// <param name="kernelWidth">The kernel's width, at least one.</param>
    public DepthwiseConv2DAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>The kernel's height.</summary>
    public int KernelHeight { get; }

    /// <summary>The kernel's width.</summary>
    public int KernelWidth { get; }

    /// <summary>The step between two positions of the kernel, down and across. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The steps down and across, where they differ: <c>new[] { 2, 1 }</c>. Default: <see cref="Stride"/>.</summary>
    public int[]? Strides { get; set; }

    /// <summary>Zeros added on each of the four sides, or <see cref="StaticNet.Padding.Same"/>. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>Zeros added at top, left, bottom and right, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }

    /// <summary>The distance between two neighbouring kernel elements in the image. Default: 1, a dense kernel.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The dilations down and across, where they differ. Default: <see cref="Dilation"/>.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>How many output channels each channel makes: Keras's <c>depth_multiplier</c>. Default: 1.</summary>
    public int Multiplier { get; set; } = 1;

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
