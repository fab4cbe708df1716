using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>Two numbers, for height and width; null where they are not known.</summary>
internal readonly record struct AxisPair(int? Height, int? Width);

/// <summary>Kernel, stride, dilation and padding of a layer attribute, before they are placed on an input.</summary>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Null where neither form was given.</param>
/// <param name="Dilation">The distances between taps.</param>
/// <param name="Before">Padding at top and left.</param>
/// <param name="After">Padding at bottom and right.</param>
/// <param name="IsSame">Whether the padding follows from the input: <c>Padding.Same</c>.</param>
internal sealed record WindowArguments(AxisPair Kernel, AxisPair? Stride, AxisPair Dilation, AxisPair Before, AxisPair After, bool IsSame)
{
    /// <summary>Mirrors <c>StaticNet.Padding.Same</c>.</summary>
    private const int Same = int.MinValue;

    /// <summary>Padding beyond any image that fits in memory would overflow the arithmetic on shapes.</summary>
    private const int MostPadding = 1 << 20;

    /// <summary>Extents beyond this fit no image, whatever its padding.</summary>
    private const int MostExtent = int.MaxValue / 2;

    /// <summary>Reads them, and reports what is wrong whatever the input.</summary>
    public static WindowArguments Read(LayerContext layer)
    {
        var kernel = layer.Has("kernel")
            ? layer.Positive("kernel") is var side ? new AxisPair(side, side) : default
            : new AxisPair(layer.Positive("kernelHeight"), layer.Positive("kernelWidth"));
        var stride = ReadPair(layer, "Stride");
        var dilation = ReadPair(layer, "Dilation") ?? new AxisPair(1, 1);
        CheckExtent(layer, kernel.Height, dilation.Height, KernelArgument(layer, 0));
        CheckExtent(layer, kernel.Width, dilation.Width, KernelArgument(layer, 1));
        if (layer.Has("Paddings"))
            return ReadPaddings(layer, new WindowArguments(kernel, stride, dilation, default, default, false));

        var padding = layer.Integer("Padding", 0);
        if (padding == Same)
            return new WindowArguments(kernel, stride, dilation, default, default, true);
        padding = CheckPadding(layer, "Padding", padding);
        var both = new AxisPair(padding, padding);
        return new WindowArguments(kernel, stride, dilation, both, both, false);
    }

    /// <summary>Reports an input that is no image.</summary>
    public static void CheckRank(LayerContext layer)
    {
        if (layer.InputShape is null or { Rank: 3 })
            return;
        var shape = layer.InputShape;
        var image = shape.Rank switch
        {
            1 => $"{shape[0]}, 1, 1",
            2 => $"1, {shape[0]}, {shape[1]}",
            _ => $"{shape[0]}, {shape[1]}, -1",
        };
        layer.DoesNotFit(null, $"it takes an image of shape (C, H, W), but its input has shape {shape}",
            $"put [Reshape({image})] before it, or declare an image, as in [Input(3, 32, 32)]");
    }

    /// <summary>Places the window on the layer's input, and checks that it fits; null where it does not, or something is unknown.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="defaultStrideIsKernel">Pooling windows touch unless told otherwise; convolutions move by 1.</param>
    /// <param name="poolingPadding">Pooling windows may not lie in the padding alone: at most half the kernel.</param>
    public Window2D? Place(LayerContext layer, bool defaultStrideIsKernel, bool poolingPadding)
    {
        CheckRank(layer);
        var stride = Stride ?? (defaultStrideIsKernel ? Kernel : new AxisPair(1, 1));
        if (poolingPadding && !IsSame)
        {
            CheckPoolingPadding(layer, Kernel.Height, Before.Height, After.Height, 0);
            CheckPoolingPadding(layer, Kernel.Width, Before.Width, After.Width, 1);
        }

        if (layer.InputShape is not { Rank: 3 } shape)
            return null;
        var height = Axis(shape[1], Kernel.Height, stride.Height, Dilation.Height, Before.Height, After.Height);
        var width = Axis(shape[2], Kernel.Width, stride.Width, Dilation.Width, Before.Width, After.Width);
        CheckFits(layer, shape, height, width);
        if (height is null || width is null)
            return null;
        var padded = Shape.Of(shape[0], shape[1] + height.PadBefore + height.PadAfter, shape[2] + width.PadBefore + width.PadAfter);
        if (padded.LongLength > SizeLimits.Elements)
        {
            layer.Report("SN0016", layer.Has("Paddings") ? "Paddings" : "Padding",
                $"with its padding, the input of shape {padded} has more than {SizeLimits.Elements} elements", "pad less: no buffer exceeds 2 GB");
        }

        return new Window2D(height, width);
    }

    private static AxisPair? ReadPair(LayerContext layer, string single)
    {
        var pair = single + "s";
        if (layer.Has(single) && !layer.Has(pair))
            return layer.Positive(single) is var value ? new AxisPair(value, value) : null;
        if (!layer.Has(pair))
            return null;
        if (layer.Integers(pair) is not { } values)
            return default(AxisPair);
        if (values.Count != 2)
        {
            layer.OutOfRange(pair, Count(values.Count), "two: for height and width", "new[] { 1, 1 }", " or larger numbers");
            return default(AxisPair);
        }

        return new AxisPair(
            layer.AtLeast(LayerContext.ElementOf(pair, 0), values[0], 1), layer.AtLeast(LayerContext.ElementOf(pair, 1), values[1], 1));
    }

    private static WindowArguments ReadPaddings(LayerContext layer, WindowArguments arguments)
    {
        if (layer.Integers("Paddings") is not { } values)
            return arguments;
        if (values.Count != 4)
        {
            layer.OutOfRange("Paddings", Count(values.Count), "four: for top, left, bottom and right", "new[] { 0, 0, 0, 0 }", " or larger numbers");
            return arguments;
        }

        var padding = values.Select((value, i) => CheckPadding(layer, LayerContext.ElementOf("Paddings", i), value)).ToArray();
        return arguments with { Before = new AxisPair(padding[0], padding[1]), After = new AxisPair(padding[2], padding[3]) };
    }

    private static int? CheckPadding(LayerContext layer, string argument, int? value)
    {
        if (value is null or (>= 0 and <= MostPadding))
            return value;
        var isList = argument != "Padding";
        layer.OutOfRange(
            argument,
            value == Same ? "Padding.Same" : Literals.Integer(value.Value),
            $"from 0 to {MostPadding}" + (isList ? "" : ", or Padding.Same"),
            isList ? "0" : "Padding.Same",
            $" or a number from 0 to {MostPadding}");
        return null;
    }

    private static void CheckExtent(LayerContext layer, int? kernel, int? dilation, string argument)
    {
        if (kernel is null || dilation is null || ((kernel - 1) * (long)dilation.Value) + 1 <= MostExtent)
            return;
        layer.OutOfRange(argument, Literals.Integer(kernel.Value),
            dilation == 1 ? "small enough to fit an image" : $"small enough to fit an image with a dilation of {dilation}", "3", ", or another small kernel");
    }

    private static void CheckPoolingPadding(LayerContext layer, int? kernel, int? before, int? after, int axis)
    {
        if (kernel is null || before is null || after is null || 2L * Math.Max(before.Value, after.Value) <= kernel)
            return;
        var argument = !layer.Has("Paddings") ? "Padding" : LayerContext.ElementOf("Paddings", before >= after ? axis : axis + 2);
        layer.DoesNotFit(argument, $"its padding of {Math.Max(before.Value, after.Value)} is more than half of the kernel {kernel}",
            $"write {Mend.Place} or less", Literals.Integer(kernel.Value / 2));
    }

    private static string KernelArgument(LayerContext layer, int axis) =>
        layer.Has("kernel") ? "kernel" : axis == 0 ? "kernelHeight" : "kernelWidth";

    private static string Count(int count) => count == 1 ? "one number" : Literals.Integer(count) + " numbers";

    private WindowAxis? Axis(int input, int? kernel, int? stride, int? dilation, int? before, int? after)
    {
        if (kernel is null || stride is null || dilation is null)
            return null;
        var extent = ((kernel.Value - 1) * (long)dilation.Value) + 1;
        if (extent > MostExtent)
            return null;
        if (IsSame)
        {
            // Same: output = ceil(input / stride); what does not divide goes to the end (ONNX's SAME_UPPER).
            var output = (input + (long)stride.Value - 1) / stride.Value;
            var total = Math.Max(0, ((output - 1) * stride.Value) + extent - input);
            return Of(total / 2, total - (total / 2));
        }

        return before is null || after is null ? null : Of(before.Value, after.Value);

        // Beyond the padded input, all strides are the same, and so are all dilations of a single tap: they would only make larger numbers.
        WindowAxis Of(long padBefore, long padAfter) => new(
            kernel.Value, (int)Math.Min(stride.Value, input + padBefore + padAfter), (int)padBefore, (int)padAfter, kernel == 1 ? 1 : dilation.Value);
    }

    private static void CheckFits(LayerContext layer, Shape shape, WindowAxis? height, WindowAxis? width)
    {
        var ofHeight = Room(height, shape[1]);
        var ofWidth = Room(width, shape[2]);
        if (ofHeight is { Taps: var rows } && height!.Kernel > rows)
            Report(height, ofHeight.Value.Padded, "height", KernelArgument(layer, 0), layer.Has("kernel") ? Math.Min(rows, ofWidth?.Taps ?? rows) : rows);
        if (ofWidth is { Taps: var columns } && width!.Kernel > columns)
            Report(width, ofWidth.Value.Padded, "width", KernelArgument(layer, 1), layer.Has("kernel") ? Math.Min(columns, ofHeight?.Taps ?? columns) : columns);

        void Report(WindowAxis axis, long padded, string name, string argument, long most) => layer.DoesNotFit(argument,
            $"its window spans {axis.Extent} in {name}, but the input {shape} has only {padded} with padding",
            $"write {Mend.Place} or a smaller kernel, or pad the input", Literals.Integer(most));
    }

    /// <summary>The length of the padded input, and how many taps fit into it.</summary>
    private static (long Padded, long Taps)? Room(WindowAxis? axis, int input)
    {
        if (axis is null)
            return null;
        var padded = (long)input + axis.PadBefore + axis.PadAfter;
        return (padded, ((padded - 1) / axis.Dilation) + 1);
    }
}
