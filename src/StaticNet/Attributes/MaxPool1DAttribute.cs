namespace StaticNet;

/// <summary>
/// The largest value in each window, channel by channel, PyTorch's <c>nn.MaxPool1d</c>: <c>(C, L)</c> becomes <c>(C, L')</c> with
/// L' = ⌊(L + start + end − kernel) / stride⌋ + 1. It has no parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool1DAttribute : LayerAttribute
{
    /// <summary>Adds a pooling layer.</summary>
    /// <param name="kernel">The window's length, at least one.</param>
    public MaxPool1DAttribute(int kernel) => Kernel = kernel;

    /// <summary>The window's length.</summary>
    public int Kernel { get; }

    /// <summary>The step between two windows. Default: the window's own length, so that windows tile the sequence (PyTorch's default).</summary>
    public int Stride { get; set; }

    /// <summary>Positions that never are the largest, added at both ends, or <see cref="StaticNet.Padding.Same"/>. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>The padding at start and end, in this order. Default: <see cref="Padding"/>.</summary>
    public int[]? Paddings { get; set; }
}
