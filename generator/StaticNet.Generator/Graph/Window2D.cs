namespace StaticNet.Generator.Graph;

/// <summary>How a window moves along one spatial axis.</summary>
/// <param name="Kernel">Taps of the window.</param>
/// <param name="Stride">Distance between windows.</param>
/// <param name="PadBefore">Implicit elements before the first.</param>
/// <param name="PadAfter">Implicit elements after the last.</param>
/// <param name="Dilation">Distance between taps.</param>
internal sealed record WindowAxis(int Kernel, int Stride, int PadBefore, int PadAfter, int Dilation)
{
    /// <summary>A window of one element.</summary>
    public static WindowAxis Single { get; } = new(1, 1, 0, 0, 1);

    /// <summary>What the window spans: (kernel - 1) dilation + 1.</summary>
    public int Extent => ((Kernel - 1) * Dilation) + 1;

    /// <summary>floor((input + padding - extent) / stride) + 1, as in PyTorch.</summary>
    public int OutputLength(int input) => ((input + PadBefore + PadAfter - Extent) / Stride) + 1;
}

/// <summary>A window over the height and width of an image (C, H, W).</summary>
internal sealed record Window2D(WindowAxis Height, WindowAxis Width)
{
    /// <summary>A window over one or two axes: along a sequence, an image of a single row.</summary>
    public static Window2D Of(IReadOnlyList<WindowAxis> axes) => axes.Count == 1 ? new(WindowAxis.Single, axes[0]) : new(axes[axes.Count - 2], axes[axes.Count - 1]);

    public bool HasPadding => Height.PadBefore + Height.PadAfter + Width.PadBefore + Width.PadAfter > 0;

    public override string ToString()
    {
        var text = $"{Height.Kernel}x{Width.Kernel}";
        if (Height.Stride != 1 || Width.Stride != 1)
            text += $" stride {Pair(Height.Stride, Width.Stride)}";
        if (HasPadding)
        {
            text += Height.PadBefore == Height.PadAfter && Width.PadBefore == Width.PadAfter
                ? $" padding {Pair(Height.PadBefore, Width.PadBefore)}"
                : $" padding {Height.PadBefore},{Width.PadBefore},{Height.PadAfter},{Width.PadAfter}";
        }

        if (Height.Dilation != 1 || Width.Dilation != 1)
            text += $" dilation {Pair(Height.Dilation, Width.Dilation)}";
        return text;
    }

    private static string Pair(int height, int width) => height == width ? $"{height}" : $"{height},{width}";
}
