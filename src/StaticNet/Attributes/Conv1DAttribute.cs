namespace StaticNet;

/// <summary>
/// A convolution over sequences (a cross-correlation, to be exact), PyTorch's <c>nn.Conv1d</c>: <c>(C, L)</c> becomes
/// <c>(channels, L')</c> with L' = ⌊(L + start + end − dilation·(kernel − 1) − 1) / stride⌋ + 1.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape <c>(channels, C/Groups, kernel)</c>, and <c>bias</c> of shape <c>(channels)</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv1DAttribute : LayerAttribute
{
    /// <summary>Adds a convolution.</summary>
    /// <param name="channels">The number of output channels, at least one.</param>
    /// <param name="kernel">The kernel's length, at least one.</param>
    public Conv1DAttribute(int channels, int kernel)
    {
        Channels = channels;
        Kernel = kernel;
    }

    /// <summary>The number of output channels.</summary>
    public int Channels { get; }

    /// <summary>The kernel's length.</summary>
    public int Kernel { get; }

    /// <summary>The step between two positions of the kernel. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Zeros added on each side, or <see cref="StaticNet.Padding.Same"/>. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>Zeros added at start and end, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }

    /// <summary>The distance between two neighbouring kernel elements in the input. Default: 1, a dense kernel.</summary>
    public int Dilation { get; set; } = 1;

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
