using StaticNet.Generator.Emit;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>An argument that chooses an axis of the first input.</summary>
internal static class LayerAxis
{
    /// <summary>Reads it, counted from the front; null where it is wrong, or the shape is not known.</summary>
    public static int? Read(LayerContext layer, string argument, int fallback)
    {
        var axis = layer.Integer(argument, fallback);
        if (axis is null || layer.InputShape is not { } shape)
            return null;
        if (axis >= -shape.Rank && axis < shape.Rank)
            return axis < 0 ? axis + shape.Rank : axis;

        var (first, last) = (Literals.Integer(-shape.Rank), Literals.Integer(shape.Rank - 1));
        layer.OutOfRange(argument, Literals.Integer(axis.Value), $"from {first} to {last} for shape {shape}",
            Literals.Integer(axis < 0 ? -shape.Rank : shape.Rank - 1), $", or another axis from {first} to {last}");
        return null;
    }
}
