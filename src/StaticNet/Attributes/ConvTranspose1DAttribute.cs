namespace StaticNet;

/// <summary>
/// A transposed convolution over sequences, PyTorch's <c>nn.ConvTranspose1d</c>, which makes them larger by its stride: <c>(C, L)</c> becomes
/// <c>(channels, L')</c> with L' = (L − 1)·stride − start − end + dilation·(kernel − 1) + OutputPadding + 1. Source:
/// Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, section 4.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape <c>(C, channels/Groups, kernel)</c>, and <c>bias</c> of shape <c>(channels)</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTranspose1DAttribute : LayerAttribute
{
    /// <summary>Adds a transposed convolution.</summary>
    /// <param name="channels">The number of output channels, at least one.</param>
    /// <param name="kernel">The kernel's length, at least one.</param>
    public ConvTranspose1DAttribute(int channels, int kernel)
    {
        Channels = channels;
        Kernel = kernel;
    }

    /// <summary>The number of output channels.</summary>
    public int Channels { get; }

    /// <summary>The kernel's length.</summary>
    public int Kernel { get; }

    /// <summary>How far two elements of the input lie apart in the output. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>How much of the output is left out on each side. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>How much is left out at start and end, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }

    /// <summary>What the output has more at its end; below the stride or the dilation. Default: 0.</summary>
    public int OutputPadding { get; set; }

    /// <summary>The distance between two neighbouring kernel elements in the output. Default: 1, a dense kernel.</summary>
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
