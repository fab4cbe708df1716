using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>The axes of a value (C, ...) over which windows move, and how arguments and messages call them.</summary>
/// <param name="names">Each axis: <c>height</c>.</param>
/// <param name="sides">The sides of each axis: all beginnings, then all ends.</param>
/// <param name="value">What such a value is: <c>an image of shape (C, H, W)</c>.</param>
/// <param name="example">An input of that shape, as it is declared.</param>
internal sealed class SpatialAxes(string[] names, string[] sides, string value, string example)
{
    /// <summary>(C, L).</summary>
    public static SpatialAxes Line { get; } = new(new[] { "length" }, new[] { "start", "end" }, "a sequence of shape (C, L)", "[Input(3, 100)]");

    /// <summary>(C, H, W).</summary>
    public static SpatialAxes Image { get; } = new(
        new[] { "height", "width" }, new[] { "top", "left", "bottom", "right" }, "an image of shape (C, H, W)", "[Input(3, 32, 32)]");

    /// <summary>(C, D, H, W).</summary>
    public static SpatialAxes Volume { get; } = new(
        new[] { "depth", "height", "width" }, new[] { "front", "top", "left", "back", "bottom", "right" }, "a volume of shape (C, D, H, W)", "[Input(1, 16, 32, 32)]");

    public int Count => names.Length;

    public IReadOnlyList<string> Names => names;

    /// <summary>As text: <c>height and width</c>.</summary>
    public string AllNames => Join(names);

    public string AllSides => Join(sides);

    /// <summary>The argument with the kernel's size along an axis, where it is not one for all.</summary>
    public string KernelArgument(int axis) => "kernel" + char.ToUpperInvariant(names[axis][0]) + names[axis].Substring(1);

    /// <summary>Reports an input that has other axes.</summary>
    public void CheckRank(LayerContext layer)
    {
        if (layer.InputShape is not { } shape || shape.Rank == Count + 1)
            return;
        var dimensions = shape.Rank > Count + 1
            ? shape.Dimensions.Take(Count).Select(d => $"{d}").Append("-1")
            : shape.Rank == 1
                ? new[] { $"{shape[0]}" }.Concat(Enumerable.Repeat("1", Count))
                : Enumerable.Repeat("1", Count + 1 - shape.Rank).Concat(shape.Dimensions.Select(d => $"{d}"));
        layer.DoesNotFit(null, $"it takes {value}, but its input has shape {shape}",
            $"put [Reshape({string.Join(", ", dimensions)})] before it, or declare {value.Substring(0, value.IndexOf(" of ", StringComparison.Ordinal))}, as in {example}");
    }

    private static string Join(string[] parts) => parts.Length == 1 ? parts[0]
        : string.Join(", ", parts.Take(parts.Length - 1)) + " and " + parts[parts.Length - 1];
}
