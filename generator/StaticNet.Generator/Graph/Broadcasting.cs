using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>NumPy's broadcasting for values: axes align at the end, an axis of length 1 stretches, and so does the batch.</summary>
internal static class Broadcasting
{
    /// <summary>The type that all <paramref name="types"/> stretch to.</summary>
    /// <exception cref="InvalidOperationException">They do not fit; layers check before they build.</exception>
    public static TensorType Common(IEnumerable<TensorType> types)
    {
        var all = types.ToArray();
        var rank = all.Max(type => type.Shape.Rank);
        var dimensions = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            dimensions[axis] = 1;
            foreach (var type in all)
            {
                var length = LengthAt(type.Shape, axis, rank);
                if (length == 1)
                    continue;
                if (dimensions[axis] != 1 && dimensions[axis] != length)
                    throw new InvalidOperationException($"shapes {string.Join(" and ", all.Select(t => t.Shape))} do not broadcast");
                dimensions[axis] = length;
            }
        }

        return new TensorType(
            Shape.Of(dimensions), all.Any(type => type.Batched), Steps: all.Where(type => type.Batched).Select(type => type.Steps).DefaultIfEmpty(1).Max());
    }

    /// <summary>Whether shapes broadcast to one.</summary>
    public static bool Fit(IReadOnlyList<Shape> shapes)
    {
        var rank = shapes.Count == 0 ? 0 : shapes.Max(shape => shape.Rank);
        return Enumerable.Range(0, rank).All(axis => shapes.Select(shape => LengthAt(shape, axis, rank)).Where(length => length != 1).Distinct().Count() <= 1);
    }

    /// <summary>The length of <paramref name="shape"/> along <paramref name="axis"/> of a result of rank <paramref name="rank"/>.</summary>
    public static int LengthAt(Shape shape, int axis, int rank)
    {
        var own = axis - (rank - shape.Rank);
        return own < 0 ? 1 : shape[own];
    }

    /// <summary>The axes of <paramref name="wide"/> along which <paramref name="narrow"/> is repeated.</summary>
    public static EquatableArray<int> RepeatedAxes(Shape narrow, Shape wide) =>
        Enumerable.Range(0, wide.Rank).Where(axis => LengthAt(narrow, axis, wide.Rank) == 1 && wide[axis] != 1).ToEquatableArray();
}
