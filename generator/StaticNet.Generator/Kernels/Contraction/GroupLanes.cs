using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// How the output channels of several small groups share a vector. Lane l is output l % o of group l / o, so weights and
/// results are read and written as they lie, and only the input is spread over the lanes: each group's input channel to all
/// its outputs, by a shuffle, or by nothing where every group has one channel in and one out.
/// </summary>
/// <param name="Lanes">Lanes of a vector.</param>
/// <param name="Count">Groups in it.</param>
/// <param name="Inputs">Input channels of a group.</param>
/// <param name="Outputs">Output channels of a group.</param>
internal sealed record GroupLanes(int Lanes, int Count, int Inputs, int Outputs)
{
    /// <summary>Whether every channel is convolved on its own.</summary>
    public bool IsDepthwise => Inputs == 1 && Outputs == 1;

    /// <summary>The lanes of a tier; null where a group fills a vector by itself, or no two of its kind fit in one.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="inputs">Input channels of all of them.</param>
    /// <param name="outputs">Output channels of all of them.</param>
    public static GroupLanes? Find(SimdTarget target, int groups, int inputs, int outputs)
    {
        var (groupInputs, groupOutputs) = (inputs / groups, outputs / groups);
        var lanes = target.NarrowestFor(outputs);

        // One load has to reach the same input channel of all groups in a vector.
        var count = Math.Min(groups, Math.Min(lanes / groupOutputs, ((lanes - 1) / groupInputs) + 1));
        var isDepthwise = groups > 1 && groupInputs == 1 && groupOutputs == 1;
        return count > 1 || isDepthwise ? new GroupLanes(lanes, Math.Max(1, count), groupInputs, groupOutputs) : null;
    }

    /// <summary>The vectors of all groups, in tiles of at most <paramref name="tileVectors"/>.</summary>
    /// <param name="groups">Groups.</param>
    /// <param name="tileVectors">Vectors of a tile.</param>
    /// <param name="overlaps">
    /// Whether the last vector starts early and repeats groups of the one before; else it has fewer, for results that are added
    /// to memory.
    /// </param>
    public IReadOnlyList<GroupTile> Tiles(int groups, int tileVectors, bool overlaps = true)
    {
        var whole = groups / Count;
        var looped = whole / tileVectors * tileVectors;
        var tiles = new List<GroupTile>();
        if (looped > 0)
        {
            tiles.Add(new GroupTile(0, looped * Count, tileVectors * Count,
                Enumerable.Range(0, tileVectors).Select(v => new GroupVector(v * Count, Count)).ToArray()));
        }

        var others = Enumerable.Range(looped, whole - looped).Select(v => new GroupVector((v - looped) * Count, Count)).ToList();
        var (first, last) = (looped * Count, whole * Count);
        if (last < groups)
            others.Add(overlaps ? new GroupVector(groups - Count - first, Count) : new GroupVector(last - first, groups - last));
        if (others.Count > 0)
            tiles.Add(new GroupTile(first, first + Count, Count, others));
        return tiles;
    }

    /// <summary>One input channel of every group in a vector, in the lanes of the group's outputs.</summary>
    /// <param name="reference">Points to that channel of the tile's first group.</param>
    /// <param name="offset">A pixel, relative to it.</param>
    /// <param name="vector">The vector.</param>
    public Expression Spread(string reference, IndexExpression offset, GroupVector vector)
    {
        var load = new Expression.Load(reference, offset + (vector.Start * Inputs), Lanes);
        if (IsDepthwise)
            return load;
        return new Expression.Permute(load, Enumerable.Range(0, Lanes)
            .Select(lane => lane < Count * Outputs ? lane / Outputs * Inputs : 0).ToEquatableArray());
    }
}

/// <summary>Vectors that are worked on together, for first groups from <paramref name="First"/> to before <paramref name="End"/>.</summary>
internal sealed record GroupTile(int First, int End, int Step, IReadOnlyList<GroupVector> Vectors)
{
    /// <summary>Loops over the tiles; the body receives the first group.</summary>
    public void Loop(Body body, Action<Body, IndexExpression> inner) => body.Loop("g", First, End, Step, inner);
}

/// <summary>A vector of <paramref name="Groups"/> groups, of which the first is <paramref name="Start"/> groups into its tile.</summary>
internal readonly record struct GroupVector(int Start, int Groups);
