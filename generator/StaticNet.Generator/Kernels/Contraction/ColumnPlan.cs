using StaticNet.Generator.Kernels.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Some adjacent columns in one vector.</summary>
internal readonly record struct ColumnVector(int Offset, int Lanes);

/// <summary>Vectors that a tile works on together, repeated <paramref name="Repeats"/> times <paramref name="Step"/> columns apart.</summary>
internal sealed record ColumnGroup(int Start, int Repeats, int Step, IReadOnlyList<ColumnVector> Vectors);

/// <summary>Splits the contiguous axis of a kernel (columns, channels) into vectors, and those into groups that fit in registers.</summary>
internal static class ColumnPlan
{
    /// <param name="columns">How many.</param>
    /// <param name="target">The tier.</param>
    /// <param name="groupSize">Vectors of a group at the most.</param>
    /// <param name="overlap">
    /// Whether the last vector may start early and repeat columns of the one before (results are stored twice, with the same
    /// bits): cheaper than narrower vectors, but wrong where results are added to memory.
    /// </param>
    public static IReadOnlyList<ColumnGroup> Create(int columns, SimdTarget target, int groupSize, bool overlap)
    {
        var lanes = target.WidestFor(columns);
        var whole = columns / lanes;
        var rest = columns % lanes;
        var tail = new List<ColumnVector>();
        if (rest > 0 && overlap && lanes > 1)
        {
            tail.Add(new ColumnVector(columns - lanes, lanes));
        }
        else
        {
            for (var offset = columns - rest; offset < columns;)
            {
                var width = target.WidestFor(columns - offset);
                tail.Add(new ColumnVector(offset, width));
                offset += width;
            }
        }

        // Groups of nearly equal size: seven vectors in groups of at most four are 4 + 3, not 4 + 1 + 1 + 1.
        var total = whole + tail.Count;
        var groups = (total + groupSize - 1) / groupSize;
        var size = Math.Max(1, (total + groups - 1) / groups);
        var repeats = whole / size;
        var result = new List<ColumnGroup>();
        if (repeats > 0)
            result.Add(new ColumnGroup(0, repeats, size * lanes, Vectors(0, size, lanes)));
        var last = Vectors(repeats * size, whole - (repeats * size), lanes).Concat(tail).ToList();
        for (var start = 0; start < last.Count; start += groupSize)
            result.Add(new ColumnGroup(0, 1, 0, last.Skip(start).Take(groupSize).ToArray()));
        return result;
    }

    private static IReadOnlyList<ColumnVector> Vectors(int first, int count, int lanes) =>
        Enumerable.Range(first, count).Select(i => new ColumnVector(i * lanes, lanes)).ToArray();
}
