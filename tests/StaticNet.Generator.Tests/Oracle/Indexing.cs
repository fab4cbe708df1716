using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Row-major numbering of elements.</summary>
internal static class Indexing
{
    /// <summary>The coordinates of an element.</summary>
    public static int[] Coordinates(this Shape shape, int element)
    {
        var coordinates = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            coordinates[axis] = element % shape[axis];
            element /= shape[axis];
        }

        return coordinates;
    }

    /// <summary>The number of the element at these coordinates.</summary>
    public static int ElementAt(this Shape shape, params int[] coordinates)
    {
        var element = 0;
        for (var axis = 0; axis < shape.Rank; axis++)
            element = (element * shape[axis]) + coordinates[axis];
        return element;
    }

    /// <summary>
    /// For every element of <paramref name="wide"/>, the element of <paramref name="narrow"/> that is broadcast to it: axes
    /// align at the end, and an axis of length 1 is repeated.
    /// </summary>
    public static int[] BroadcastElements(Shape narrow, Shape wide)
    {
        // One axis after another, the last first: what was found so far, once for each coordinate of the next axis.
        int[] elements = [0];
        var stride = 1;
        for (var axis = wide.Rank - 1; axis >= 0; axis--)
        {
            var own = axis - (wide.Rank - narrow.Rank);
            var length = own < 0 ? 1 : narrow[own];
            var inner = elements;
            elements = new int[inner.Length * wide[axis]];
            for (var i = 0; i < elements.Length; i++)
                elements[i] = inner[i % inner.Length] + (length == 1 ? 0 : i / inner.Length * stride);
            stride *= length;
        }

        return elements;
    }

    /// <summary>Where an element of a value lies within its sample in memory.</summary>
    public static int PlaceOf(this Layout layout, int element)
    {
        var strides = layout.Strides();
        return layout.Grid.Coordinates(element).Select((coordinate, axis) => coordinate * strides[axis]).Sum();
    }
}
