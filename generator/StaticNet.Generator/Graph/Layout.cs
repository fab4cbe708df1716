using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>
/// How one sample of a value lies in memory: a permutation of the axes of <see cref="Grid"/>. The grid is the value's own
/// shape or, after a reshape, the shape that it had when its layout was chosen: both number the elements alike in row-major
/// order, so a flattened channels-last image needs no copy.
/// </summary>
/// <param name="Grid">The axes that are permuted.</param>
/// <param name="Order">Grid axes from the outermost to the innermost in memory.</param>
/// <param name="Border">Zeros around every channel of an image (C, H, W).</param>
/// <param name="InBlocks">
/// Whether samples lie in blocks of <see cref="BlockSamples"/>, in which an element of all of them comes before the next element:
/// <c>[N / 16][elements in order][16]</c>. Lanes then run over samples.
/// </param>
internal sealed record Layout(Shape Grid, EquatableArray<int> Order, Border Border = default, bool InBlocks = false)
{
    /// <summary>Samples of a block: a cache line, and a whole number of vectors in every tier.</summary>
    public const int BlockSamples = 16;

    /// <summary>Samples that there is room for in the blocks that hold so many.</summary>
    public static long RoundToBlocks(long samples) => (samples + BlockSamples - 1) / BlockSamples * BlockSamples;

    public static Layout RowMajor(Shape shape) => new(shape, Enumerable.Range(0, shape.Rank).ToEquatableArray());

    /// <summary>Channels innermost, for shapes (C, H, W).</summary>
    public static Layout ChannelsLast(Shape shape) => new(shape, EquatableArray<int>.Of(1, 2, 0));

    /// <summary>Elements of a sample, those of the border included.</summary>
    public int Length => Enumerable.Range(0, Grid.Rank).Aggregate(1, (length, axis) => length * Extent(axis));

    /// <summary>Where the first element lies, behind the border.</summary>
    public int Start
    {
        get
        {
            if (Border.IsEmpty)
                return 0;
            var strides = Strides();
            return (Border.Top * strides[1]) + (Border.Left * strides[2]);
        }
    }

    /// <summary>The stride in elements of every grid axis.</summary>
    public int[] Strides()
    {
        var strides = new int[Grid.Rank];
        var stride = 1;
        for (var i = Order.Count - 1; i >= 0; i--)
        {
            strides[Order[i]] = stride;
            stride *= Extent(Order[i]);
        }

        return strides;
    }

    private int Extent(int axis) => Grid[axis] + (Border.IsEmpty ? 0 : axis switch
    {
        1 => Border.Top + Border.Bottom,
        2 => Border.Left + Border.Right,
        _ => 0,
    });

    /// <summary>Whether elements lie in the order in which the user numbers them.</summary>
    public bool IsRowMajor
    {
        get
        {
            if (!Border.IsEmpty || InBlocks)
                return false;

            // Axes of length 1 may stand anywhere.
            var longAxes = Order.Where(axis => Grid[axis] != 1).ToArray();
            for (var i = 1; i < longAxes.Length; i++)
            {
                if (longAxes[i] < longAxes[i - 1])
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether both put every element at the same place.</summary>
    public bool IsEquivalentTo(Layout other)
    {
        if (Equals(other) || (IsRowMajor && other.IsRowMajor))
            return true;
        if (!Border.IsEmpty || !other.Border.IsEmpty)
        {
            return Grid == other.Grid && Border == other.Border && InBlocks == other.InBlocks
                && Order.Where(axis => Grid[axis] != 1).SequenceEqual(other.Order.Where(axis => Grid[axis] != 1));
        }

        // Axes of length 1 may stand anywhere, or not be there at all.
        return InBlocks == other.InBlocks && LongAxes().SequenceEqual(other.LongAxes());
    }

    /// <summary>Lengths of the axes that are longer than 1 in memory order, each with its number among those of the grid.</summary>
    private IEnumerable<(int Length, int Number)> LongAxes() =>
        Order.Where(axis => Grid[axis] != 1).Select(axis => (Grid[axis], Enumerable.Range(0, axis).Count(before => Grid[before] != 1)));

    /// <summary>Whether axes of <paramref name="shape"/> can be told apart in memory.</summary>
    public bool Describes(Shape shape) => Grid == shape || IsRowMajor;

    /// <summary>The layout with axes in terms of <paramref name="shape"/>, where <see cref="Describes"/> holds.</summary>
    public Layout For(Shape shape) => Grid == shape ? this : RowMajor(shape);

    public override string ToString()
    {
        if (IsRowMajor)
            return "row-major";
        var order = Grid.Rank == 3 && Order == EquatableArray<int>.Of(1, 2, 0) ? "channels last"
            : (this with { Border = default, InBlocks = false }).IsRowMajor ? "row-major"
            : "axes " + string.Join(" ", Order) + " of " + Grid;
        return order + (Border.IsEmpty ? "" : " in a border of " + Border)
            + (InBlocks ? $" in blocks of {BlockSamples} samples" : "");
    }
}
