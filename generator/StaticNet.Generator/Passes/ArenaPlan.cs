using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Passes;

/// <summary>Memory that is needed for some time.</summary>
/// <param name="size">Floats.</param>
/// <param name="birth">The moment from which on it is needed.</param>
internal sealed class ArenaBlock(long size, int birth)
{
    public long Size => size;

    public int Birth => birth;

    /// <summary>The moment from which on it is not needed any more.</summary>
    public int Death { get; set; } = int.MaxValue;

    /// <summary>Where it begins, counted over all arenas one after another.</summary>
    public long Offset { get; set; }

    public bool IsNeededWith(ArenaBlock other) => Birth < other.Death && other.Birth < Death;
}

/// <summary>
/// Places blocks of memory of which some are never needed at once. An arena is one buffer, which can hold so much; where that is
/// not enough there are several, and no block lies in two.
/// </summary>
/// <param name="arenaLength">Floats that an arena can hold.</param>
internal sealed class ArenaPlan(long arenaLength)
{
    private readonly List<ArenaBlock> blocks = new();
    private int moment;

    /// <summary>Floats of the largest block: one that no arena holds cannot be placed.</summary>
    public long LargestBlock => blocks.Select(block => block.Size).DefaultIfEmpty(0).Max();

    /// <summary>Begins to need memory.</summary>
    public ArenaBlock Allocate(long size)
    {
        var block = new ArenaBlock(size, moment++);
        blocks.Add(block);
        return block;
    }

    /// <summary>Ends to need it.</summary>
    public void Free(ArenaBlock block) => block.Death = Math.Min(block.Death, moment++);

    /// <summary>
    /// Gives every block its offset: in the order in which they are needed, so that memory reads like the program; or, where that takes
    /// less, the largest first.
    /// </summary>
    /// <returns>The floats that are used of each arena.</returns>
    public IReadOnlyList<long> Place()
    {
        var inOrder = Place(blocks);
        var offsets = blocks.Select(block => block.Offset).ToArray();
        var bySize = Place(blocks.OrderByDescending(block => block.Size));
        if (bySize.Sum() < inOrder.Sum())
            return bySize;
        for (var i = 0; i < offsets.Length; i++)
            blocks[i].Offset = offsets[i];
        return inOrder;
    }

    private IReadOnlyList<long> Place(IEnumerable<ArenaBlock> inThisOrder)
    {
        // Those that have a place, by offset.
        var placed = new List<ArenaBlock>();
        var lengths = new List<long>();
        foreach (var block in inThisOrder)
        {
            block.Offset = FindGap(placed, block);
            var at = placed.Count;
            while (at > 0 && placed[at - 1].Offset > block.Offset)
                at--;
            placed.Insert(at, block);
            var arena = (int)(block.Offset / arenaLength);
            while (lengths.Count <= arena)
                lengths.Add(0);
            lengths[arena] = Math.Max(lengths[arena], (block.Offset % arenaLength) + block.Size);
        }

        return lengths;
    }

    /// <summary>The smallest gap that it fits into, among the blocks that are needed while it is.</summary>
    private long FindGap(List<ArenaBlock> placed, ArenaBlock block)
    {
        var (best, bestGap, end) = (-1L, long.MaxValue, 0L);
        foreach (var other in placed)
        {
            if (!other.IsNeededWith(block))
                continue;
            var from = WithinArena(end, block.Size);
            var gap = other.Offset - from;
            if (gap >= block.Size && gap < bestGap)
                (best, bestGap) = (from, gap);
            end = Math.Max(end, other.Offset + other.Size);
        }

        return best >= 0 ? best : WithinArena(end, block.Size);
    }

    /// <summary>The place, or the beginning of the next arena where this one ends before the block does.</summary>
    private long WithinArena(long offset, long size) =>
        (offset % arenaLength) + size <= arenaLength ? offset : ((offset / arenaLength) + 1) * arenaLength;
}
