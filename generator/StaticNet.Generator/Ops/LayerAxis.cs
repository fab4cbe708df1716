using StaticNet.Generator.Emit;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>An argument that chooses an axis of the first input.</summary>
internal static class LayerAxis
{
    /// <summary>Reads where a new axis is to stand among those that there are; null where it is wrong, or the shape is not known.</summary>
    public static int? ReadNew(LayerContext layer, string argument, int? fallback = null)
    {
        var axis = layer.Integer(argument, fallback);
        return axis is null || layer.InputShape is not { } shape ? null : Check(layer, argument, axis.Value, shape.Rank + 1, $"for a new axis of shape {shape}");
    }

    /// <summary>Reads a list of axes, each of which may be named once; empty where it is not given, and null where one is wrong or the shape not known.</summary>
    public static int[]? ReadAll(LayerContext layer, string argument)
    {
        var axes = layer.Integers(argument);
        if (axes is null && layer.Has(argument))
            return null;
        if (layer.InputShape is not { } shape)
            return null;
        var found = new List<int>();
        for (var i = 0; i < (axes?.Count ?? 0); i++)
        {
            var element = LayerContext.ElementOf(argument, i);
            if (axes![i] is not { } written || Check(layer, element, written, shape.Rank, $"for shape {shape}") is not { } axis)
                continue;
            if (found.Contains(axis))
                layer.Report("SN0011", element, $"axis {axis} of shape {shape} is named twice", "name every axis once");
            found.Add(axis);
        }

        return found.Count == (axes?.Count ?? 0) ? found.ToArray() : null;
    }

    /// <summary>Reads it, counted from the front; null where it is wrong, or the shape is not known.</summary>
    public static int? Read(LayerContext layer, string argument, int fallback)
    {
        var axis = layer.Integer(argument, fallback);
        return axis is null || layer.InputShape is not { } shape ? null : Check(layer, argument, axis.Value, shape.Rank, $"for shape {shape}");
    }

    private static int? Check(LayerContext layer, string argument, int axis, int rank, string where)
    {
        if (axis >= -rank && axis < rank)
            return axis < 0 ? axis + rank : axis;

        var (first, last) = (Literals.Integer(-rank), Literals.Integer(rank - 1));
        layer.OutOfRange(argument, Literals.Integer(axis), $"from {first} to {last} {where}",
            Literals.Integer(axis < 0 ? -rank : rank - 1), $", or another axis from {first} to {last}");
        return null;
    }
}
