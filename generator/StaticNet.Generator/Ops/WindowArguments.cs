using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>Kernel, stride, dilation and padding of a layer attribute, an element an axis, before they are placed on an input.</summary>
/// <param name="Axes">The axes over which the window moves.</param>
/// <param name="Kernel">Taps; null where they are not known.</param>
/// <param name="Stride">Null where neither form was given.</param>
/// <param name="Dilation">The distances between taps.</param>
/// <param name="Before">Padding at the beginnings.</param>
/// <param name="After">Padding at the ends.</param>
/// <param name="IsSame">Whether the padding follows from the input: <c>Padding.Same</c>.</param>
internal sealed record WindowArguments(
    SpatialAxes Axes, IReadOnlyList<int?> Kernel, IReadOnlyList<int?>? Stride, IReadOnlyList<int?> Dilation, IReadOnlyList<int?> Before,
    IReadOnlyList<int?> After, bool IsSame)
{
    /// <summary>Mirrors <c>StaticNet.Padding.Same</c>.</summary>
    private const int Same = int.MinValue;

    /// <summary>Padding beyond any image that fits in memory would overflow the arithmetic on shapes.</summary>
    private const int MostPadding = 1 << 20;

    /// <summary>Extents beyond this fit no image, whatever its padding.</summary>
    private const int MostExtent = int.MaxValue / 2;

    /// <summary>Reads them, and reports what is wrong whatever the input.</summary>
    public static WindowArguments Read(LayerContext layer, SpatialAxes axes)
    {
        var kernel = layer.Has("kernel") || axes.Count == 1
            ? ForAll(axes, layer.Positive("kernel"))
            : Enumerable.Range(0, axes.Count).Select(axis => layer.Positive(axes.KernelArgument(axis))).ToArray();
        var stride = ReadAxes(layer, axes, "Stride");
        var dilation = ReadAxes(layer, axes, "Dilation") ?? ForAll(axes, 1);
        var nothing = ForAll(axes, null);
        for (var axis = 0; axis < axes.Count; axis++)
            CheckExtent(layer, kernel[axis], dilation[axis], KernelArgument(layer, axes, axis));
        if (layer.Has("Paddings"))
            return ReadPaddings(layer, new WindowArguments(axes, kernel, stride, dilation, nothing, nothing, false));

        var padding = layer.Integer("Padding", 0);
        if (padding == Same)
            return new WindowArguments(axes, kernel, stride, dilation, nothing, nothing, true);
        var all = ForAll(axes, CheckPadding(layer, "Padding", padding));
        return new WindowArguments(axes, kernel, stride, dilation, all, all, false);
    }

    /// <summary>Places the window on the layer's input, and checks that it fits; null where it does not, or something is unknown.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="defaultStrideIsKernel">Pooling windows touch unless told otherwise; convolutions move by 1.</param>
    /// <param name="poolingPadding">Pooling windows may not lie in the padding alone: at most half the kernel.</param>
    /// <returns>The window along each axis.</returns>
    public WindowAxis[]? Place(LayerContext layer, bool defaultStrideIsKernel, bool poolingPadding)
    {
        Axes.CheckRank(layer);
        var stride = Stride ?? (defaultStrideIsKernel ? Kernel : ForAll(Axes, 1));
        for (var axis = 0; axis < Axes.Count && poolingPadding && !IsSame; axis++)
            CheckPoolingPadding(layer, axis);
        if (layer.InputShape is not { } shape || shape.Rank != Axes.Count + 1)
            return null;
        var placed = Enumerable.Range(0, Axes.Count)
            .Select(axis => Axis(shape[axis + 1], Kernel[axis], stride[axis], Dilation[axis], Before[axis], After[axis])).ToArray();
        CheckFits(layer, shape, placed);
        if (placed.Any(axis => axis is null))
            return null;
        var padded = Shape.Of(new[] { shape[0] }.Concat(placed.Select((axis, i) => shape[i + 1] + axis!.PadBefore + axis.PadAfter)).ToArray());
        if (padded.LongLength > SizeLimits.Elements)
        {
            layer.Report("SN0016", layer.Has("Paddings") ? "Paddings" : "Padding",
                $"with its padding, the input of shape {padded} has more than {SizeLimits.Elements} elements", "pad less: no buffer exceeds 2 GB");
        }

        return placed!;
    }

    private static int?[] ForAll(SpatialAxes axes, int? value) => Enumerable.Repeat(value, axes.Count).ToArray();

    private static IReadOnlyList<int?>? ReadAxes(LayerContext layer, SpatialAxes axes, string single)
    {
        var list = single + "s";
        if (layer.Has(single) && !layer.Has(list))
            return ForAll(axes, layer.Positive(single));
        if (!layer.Has(list))
            return null;
        if (layer.Integers(list) is not { } values)
            return ForAll(axes, null);
        if (values.Count != axes.Count)
        {
            layer.OutOfRange(list, Count(values.Count), $"{Number(axes.Count)}: for {axes.AllNames}", Example(axes.Count, 1), " or larger numbers");
            return ForAll(axes, null);
        }

        return values.Select((value, i) => layer.AtLeast(LayerContext.ElementOf(list, i), value, 1)).ToArray();
    }

    private static WindowArguments ReadPaddings(LayerContext layer, WindowArguments arguments)
    {
        var axes = arguments.Axes;
        if (layer.Integers("Paddings") is not { } values)
            return arguments;
        if (values.Count != 2 * axes.Count)
        {
            layer.OutOfRange("Paddings", Count(values.Count), $"{Number(2 * axes.Count)}: for {axes.AllSides}", Example(2 * axes.Count, 0), " or larger numbers");
            return arguments;
        }

        var padding = values.Select((value, i) => CheckPadding(layer, LayerContext.ElementOf("Paddings", i), value)).ToArray();
        return arguments with { Before = padding.Take(axes.Count).ToArray(), After = padding.Skip(axes.Count).ToArray() };
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

    private void CheckPoolingPadding(LayerContext layer, int axis)
    {
        var (kernel, before, after) = (Kernel[axis], Before[axis], After[axis]);
        if (kernel is null || before is null || after is null || 2L * Math.Max(before.Value, after.Value) <= kernel)
            return;
        var argument = !layer.Has("Paddings") ? "Padding" : LayerContext.ElementOf("Paddings", before >= after ? axis : axis + Axes.Count);
        layer.DoesNotFit(argument, $"its padding of {Math.Max(before.Value, after.Value)} is more than half of the kernel {kernel}",
            $"write {Mend.Place} or less", Literals.Integer(kernel.Value / 2));
    }

    private static string KernelArgument(LayerContext layer, SpatialAxes axes, int axis) =>
        layer.Has("kernel") || axes.Count == 1 ? "kernel" : axes.KernelArgument(axis);

    private static string Count(int count) => count == 1 ? "one number" : Literals.Integer(count) + " numbers";

    private static string Number(int count) => new[] { "none", "one", "two", "three", "four", "five", "six" }[count];

    private static string Example(int count, int element) => $"new[] {{ {string.Join(", ", Enumerable.Repeat(Literals.Integer(element), count))} }}";

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

    private void CheckFits(LayerContext layer, Shape shape, WindowAxis?[] placed)
    {
        var rooms = placed.Select((axis, i) => Room(axis, shape[i + 1])).ToArray();
        for (var i = 0; i < placed.Length; i++)
        {
            if (rooms[i] is not { } room || placed[i] is not { } axis || axis.Kernel <= room.Taps)
                continue;
            var argument = KernelArgument(layer, Axes, i);
            var most = argument == "kernel" ? rooms.Min(other => other?.Taps ?? room.Taps) : room.Taps;
            layer.DoesNotFit(argument, $"its window spans {axis.Extent} in {Axes.Names[i]}, but the input {shape} has only {room.Padded} with padding",
                $"write {Mend.Place} or a smaller kernel, or pad the input", Literals.Integer(most));
        }
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
