using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Some adjacent columns in one vector, of which the first <paramref name="Count"/> are stored.</summary>
internal readonly record struct ColumnVector(int Offset, int Lanes, int Count);

/// <summary>Vectors that a tile works on together, repeated <paramref name="Repeats"/> times <paramref name="Step"/> columns apart.</summary>
internal sealed record ColumnGroup(int Start, int Repeats, int Step, IReadOnlyList<ColumnVector> Vectors)
{
    /// <summary>Loops over the repetitions; the body receives the first column of each.</summary>
    public void Loop(Body body, string variable, Action<Body, IndexExpression> inner) =>
        body.Loop(variable, Start, Start + Math.Max(1, Repeats * Step), Math.Max(1, Step), inner);

    /// <summary>The same as a loop of a sum, to whose accumulators every repetition adds a term.</summary>
    public void Loop(LongSum sum, Body body, string variable, Action<Body, IndexExpression> inner) =>
        sum.Loop(body, variable, Start, Start + Math.Max(1, Repeats * Step), Math.Max(1, Step), Repeats, 1, inner);
}

/// <summary>What becomes of columns that do not fill a vector.</summary>
internal enum ColumnTail
{
    /// <summary>
    /// The last vector starts early and repeats columns of the one before, or, where there is none before, stores only some
    /// of its lanes. Results may be stored twice, with the same bits.
    /// </summary>
    Overlap,

    /// <summary>The last vector loads more than there is and stores only some of its lanes: for results that are added to memory.</summary>
    Partial,

    /// <summary>Narrower vectors: no lane may see what lies behind the last column.</summary>
    Exact,
}

/// <summary>Splits the contiguous axis of a kernel (columns, channels) into vectors, and those into groups that fit in registers.</summary>
internal static class ColumnPlan
{
    /// <param name="columns">How many.</param>
    /// <param name="target">The tier.</param>
    /// <param name="groupSize">Vectors of a group at the most.</param>
    /// <param name="tail">What becomes of the rest.</param>
    /// <param name="mayRepeat">
    /// Whether a group may repeat columns of the one before: two groups of three vectors for 84 columns are a loop then, since both are
    /// whole; only for what is computed from scratch for every group.
    /// </param>
    public static IReadOnlyList<ColumnGroup> Create(int columns, SimdTarget target, int groupSize, ColumnTail tail, bool mayRepeat = false)
    {
        if (target.IsPlain)
            groupSize = 1;

        // Six columns are six lanes of eight rather than four and two, unless no lane may be idle.
        var lanes = tail == ColumnTail.Exact ? target.WidestFor(columns) : target.NarrowestFor(columns);
        var whole = columns / lanes;
        var rest = columns % lanes;
        var last = new List<ColumnVector>();
        if (rest > 0 && tail == ColumnTail.Overlap && whole > 0)
            last.Add(new ColumnVector(columns - lanes, lanes, lanes));
        else if (rest > 0 && tail != ColumnTail.Exact)
            last.Add(new ColumnVector(columns - rest, target.NarrowestFor(rest), rest));
        else
            AddNarrower(last, columns - rest, columns, target);

        // Groups of nearly equal size: seven vectors in groups of at most four are 4 + 3, not 4 + 1 + 1 + 1.
        var total = whole + last.Count;
        var groups = (total + groupSize - 1) / groupSize;
        var size = Math.Max(1, (total + groups - 1) / groups);
        var repeats = whole / size;
        var result = new List<ColumnGroup>();
        if (repeats > 0)
            result.Add(new ColumnGroup(0, repeats, size * lanes, Vectors(0, size, lanes)));
        var others = Vectors(repeats * size, whole - (repeats * size), lanes).Concat(last).ToList();
        if (mayRepeat && repeats > 0 && others.Count == size && tail == ColumnTail.Overlap && (columns - (size * lanes)) % repeats == 0)
            return new[] { new ColumnGroup(0, repeats + 1, (columns - (size * lanes)) / repeats, Vectors(0, size, lanes)) };
        for (var start = 0; start < others.Count; start += groupSize)
            result.Add(new ColumnGroup(0, 1, 0, others.Skip(start).Take(groupSize).ToArray()));
        return result;
    }

    private static void AddNarrower(List<ColumnVector> vectors, int from, int columns, SimdTarget target)
    {
        for (var offset = from; offset < columns;)
        {
            var width = target.WidestFor(columns - offset);
            vectors.Add(new ColumnVector(offset, width, width));
            offset += width;
        }
    }

    private static IReadOnlyList<ColumnVector> Vectors(int first, int count, int lanes) =>
        Enumerable.Range(first, count).Select(i => new ColumnVector(i * lanes, lanes, lanes)).ToArray();
}
