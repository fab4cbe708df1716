using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>How a window moves along one spatial axis.</summary>
/// <param name="Kernel">Taps of the window.</param>
/// <param name="Stride">Distance between windows.</param>
/// <param name="PadBefore">Implicit elements before the first.</param>
/// <param name="PadAfter">Implicit elements after the last.</param>
/// <param name="Dilation">Distance between taps.</param>
internal sealed record WindowAxis(int Kernel, int Stride, int PadBefore, int PadAfter, int Dilation)
{
    /// <summary>What the window spans: (kernel - 1) dilation + 1.</summary>
    public int Extent => ((Kernel - 1) * Dilation) + 1;

    /// <summary>floor((input + padding - extent) / stride) + 1, as in PyTorch.</summary>
    public int OutputLength(int input) => ((input + PadBefore + PadAfter - Extent) / Stride) + 1;
}

/// <summary>A window over the height and width of an image (C, H, W).</summary>
internal sealed record Window2D(WindowAxis Height, WindowAxis Width)
{
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

    /// <summary>Reads kernel, stride, padding and dilation of a layer attribute, and checks them against the input.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="defaultStrideIsKernel">Pooling windows touch unless told otherwise; convolutions move by 1.</param>
    /// <param name="poolingPadding">Pooling windows may not lie in the padding alone: at most half the kernel.</param>
    public static Window2D Parse(LayerContext layer, bool defaultStrideIsKernel, bool poolingPadding)
    {
        var shape = layer.InputShape;
        if (shape.Rank != 3)
        {
            throw layer.DoesNotFit(null, $"it takes an image of shape (C, H, W), but its input has shape {shape}",
                "declare [Input(channels, height, width)] or put a [Reshape] before it");
        }

        var (kernelHeight, kernelWidth) = ("kernel", "kernel") switch
        {
            _ when layer.Has("kernelHeight") => (layer.Positive("kernelHeight", 0), layer.Positive("kernelWidth", 0)),
            _ => (layer.Positive("kernel", 0), layer.Positive("kernel", 0)),
        };
        var (strideHeight, strideWidth) = ReadPair(layer, "Stride", "Strides",
            defaultStrideIsKernel ? (kernelHeight, kernelWidth) : (1, 1));
        var (dilationHeight, dilationWidth) = ReadPair(layer, "Dilation", "Dilations", (1, 1));
        var height = Axis(layer, shape[1], kernelHeight, strideHeight, dilationHeight, 0);
        var width = Axis(layer, shape[2], kernelWidth, strideWidth, dilationWidth, 1);
        var kernelArgument = layer.Has("kernelHeight") ? "kernelHeight" : "kernel";
        CheckFits(layer, height, shape[1], "height", kernelArgument, poolingPadding);
        CheckFits(layer, width, shape[2], "width", layer.Has("kernelHeight") ? "kernelWidth" : "kernel", poolingPadding);
        return new Window2D(height, width);
    }

    private static string Pair(int height, int width) => height == width ? $"{height}" : $"{height},{width}";

    private static (int Height, int Width) ReadPair(LayerContext layer, string single, string pair, (int, int) fallback)
    {
        if (layer.Integers(pair) is { } values)
        {
            if (values.Count != 2)
                throw layer.OutOfRange(pair, $"{values.Count} numbers", "two numbers: { height, width }");
            return (layer.AtLeast(pair, values[0], 1), layer.AtLeast(pair, values[1], 1));
        }

        return layer.Has(single) ? (layer.Positive(single, 1), layer.Positive(single, 1)) : fallback;
    }

    private static WindowAxis Axis(LayerContext layer, int input, int kernel, int stride, int dilation, int axis)
    {
        if (((kernel - 1) * (long)dilation) + 1 > int.MaxValue / 2)
            throw layer.OutOfRange("kernel", kernel.ToString(), "small enough to fit its input");
        if (layer.Integers("Paddings") is { } paddings)
        {
            if (paddings.Count != 4)
                throw layer.OutOfRange("Paddings", $"{paddings.Count} numbers", "four numbers: { top, left, bottom, right }");
            var before = Padding(layer, "Paddings", paddings[axis]);
            return new WindowAxis(kernel, stride, before, Padding(layer, "Paddings", paddings[axis + 2]), dilation);
        }

        var padding = layer.Integer("Padding", 0);
        if (padding == -1)
        {
            // Same: output = ceil(input / stride); what does not divide goes to the end (ONNX's SAME_UPPER).
            var output = (input + stride - 1) / stride;
            var total = Math.Max(0, ((output - 1) * stride) + ((kernel - 1) * dilation) + 1 - input);
            return new WindowAxis(kernel, stride, total / 2, total - (total / 2), dilation);
        }

        padding = Padding(layer, "Padding", padding);
        return new WindowAxis(kernel, stride, padding, padding, dilation);
    }

    /// <summary>Padding beyond any image that fits in memory would overflow the arithmetic on shapes.</summary>
    private static int Padding(LayerContext layer, string argument, int value) => value is >= 0 and <= 1 << 20
        ? value
        : throw layer.OutOfRange(argument, value.ToString(), "between 0 and 1048576, or Padding.Same");

    private static void CheckFits(LayerContext layer, WindowAxis axis, int input, string name, string argument, bool poolingPadding)
    {
        var padded = (long)input + axis.PadBefore + axis.PadAfter;
        if (axis.Extent > padded)
        {
            throw layer.DoesNotFit(argument,
                $"its window spans {axis.Extent} in {name}, but the input {layer.InputShape} has only {padded} with padding",
                $"take a kernel of at most {Math.Max(1, ((padded - 1) / axis.Dilation) + 1)} or pad the input");
        }

        if (poolingPadding && 2 * Math.Max(axis.PadBefore, axis.PadAfter) > axis.Extent)
        {
            throw layer.DoesNotFit(layer.Has("Paddings") ? "Paddings" : "Padding",
                $"its padding of {Math.Max(axis.PadBefore, axis.PadAfter)} is more than half of the kernel {axis.Kernel}",
                $"pad by at most {axis.Extent / 2}");
        }
    }
}
