using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>How a matrix product is cut: into tiles of rows by vectors, and its depth into blocks.</summary>
/// <param name="Rows">Rows of the tile.</param>
/// <param name="GroupVectors">Vectors of columns of the tile, at the most.</param>
/// <param name="DepthBlock">
/// Steps of a sum that are done for all rows before the next: the whole depth, or what leaves the block's weights in a cache.
/// </param>
/// <param name="Cycles">What the model expects for a full batch.</param>
internal sealed record MatrixTiling(int Rows, int GroupVectors, int DepthBlock, double Cycles)
{
    /// <summary>Steps of a sum that takes as long to begin and to store as to add up.</summary>
    private const int ShortDepth = 32;

    /// <summary>Weights of a layer whose calls take longer than its sums.</summary>
    private const int FewWeights = 64;

    private static readonly Memo<(SimdTarget Target, WeightColumns Weights, long Rows), MatrixTiling> Choices =
        new(key => Candidates(key.Target, key.Weights, key.Rows)[0]);

    /// <summary>Rows of the tiles for what the main one leaves: powers of two, each at most once, and single rows.</summary>
    public IReadOnlyList<int> TailRows => TailsOf(Rows);

    /// <summary>Every tiling that keeps its sums in registers, the cheapest by the cost model first.</summary>
    public static IReadOnlyList<MatrixTiling> Candidates(SimdTarget target, WeightColumns weights, long rows)
    {
        var candidates = new List<MatrixTiling>();
        if (target.IsPlain)
            return new[] { new MatrixTiling(1, 1, weights.Depth, 0) };
        for (var vectors = 1; vectors <= 4; vectors++)
        {
            var groups = weights.Groups(target, vectors, ColumnTail.Overlap);
            var panels = weights.IsWalkedByPanel(target, vectors, ColumnTail.Overlap) ? weights.Columns / WeightColumns.PanelWidth : 1;
            // Sums of a single vector hide their latency with eight rows; more of them are longer code for little.
            var mostRows = weights.Depth <= ShortDepth && groups.All(group => group.Vectors.Count == 1)
                ? (weights.Depth * weights.Columns <= FewWeights ? 4 : 8)
                : 14;
            for (var tile = 1; tile <= Math.Min(rows, mostRows); tile++)
            {
                if (!CostModel.FitsRegisters(target, tile, vectors))
                    continue;
                foreach (var block in DepthBlocks(target, weights, vectors, rows, tile))
                    candidates.Add(new MatrixTiling(tile, vectors, block, panels * Estimate(target, groups, weights.Depth, rows, tile, block)));
            }
        }

        return candidates.OrderBy(candidate => candidate.Cycles).ToArray();
    }

    public static MatrixTiling Choose(SimdTarget target, WeightColumns weights, long rows) => Choices[(target, weights, rows)];

    /// <summary>Partial sums of a tile that is too small to hide the latency of its multiply-adds by itself.</summary>
    public static int Copies(SimdTarget target, int rows, int vectors, int depth)
    {
        if (target.IsPlain)
            return 1;
        var wanted = (int)(CostModel.MultiplyAddLatency * CostModel.MultiplyAddsPerCycle) / (rows * vectors);
        var copies = Math.Min(depth, wanted);
        return copies >= 4 ? 4 : copies >= 2 ? 2 : 1;
    }

    /// <summary>
    /// The whole depth, and the block whose weights take half of the second-level cache. Blocks for the first level were slower in
    /// all measurements: a panel that is read in order comes from the second level in time.
    /// </summary>
    private static IEnumerable<int> DepthBlocks(SimdTarget target, WeightColumns weights, int vectors, long rows, int tile)
    {
        yield return weights.Depth;
        if (rows <= tile)
            yield break;
        var stepBytes = vectors * target.Width * sizeof(float);
        var most = CostModel.SecondLevelBytes / 2 / stepBytes;

        // Long sums are added up in the result as they are, so not more of them than are added up so in registers.
        if (LongSum.IsLongOfProducts(weights.Depth))
            most = Math.Max(most, CostModel.RoundToLines((weights.Depth + LongSum.GroupBlocks - 1) / LongSum.GroupBlocks));
        if (most < weights.Depth)
            yield return Even(weights.Depth, most);
    }

    /// <summary>Blocks of nearly equal size: 784 in blocks of at most 384 are three of 272 or less, in whole cache lines of every row.</summary>
    private static int Even(int depth, int most)
    {
        var blocks = (depth + most - 1) / most;
        return Math.Min(most, CostModel.RoundToLines((depth + blocks - 1) / blocks));
    }

    private static IReadOnlyList<int> TailsOf(int tile) => new[] { 8, 4, 2, 1 }.Where(rows => rows < tile).DefaultIfEmpty(1).ToArray();

    private static double Estimate(SimdTarget target, IReadOnlyList<ColumnGroup> groups, int depth, long rows, int tile, int block)
    {
        var blocks = (depth + block - 1) / block;
        var tails = TailsOf(tile);
        var inputBytes = rows * block * sizeof(float);
        double cycles = 0;
        foreach (var group in groups)
        {
            var count = group.Vectors.Count;
            var stepBytes = group.Vectors.Sum(vector => vector.Lanes) * sizeof(float);
            var panelBytes = (double)stepBytes * block;

            // Weights that stay in the first level between tiles of rows cost nothing after the first; inputs are read anew
            // by every group of columns, from where all of a block's rows fit.
            var isOneTile = rows <= tile;
            var fromSecond = isOneTile || panelBytes > CostModel.FirstLevelBytes * 0.8 ? stepBytes : 0;
            var fromThird = !isOneTile && panelBytes > CostModel.SecondLevelBytes * 0.6 ? stepBytes : 0;
            double TileCycles(int size)
            {
                var inputs = inputBytes > CostModel.FirstLevelBytes / 4 ? size * sizeof(float) : 0;
                var copies = size == 1 ? Copies(target, size, count, depth) : 1;
                var steps = depth * (CostModel.StepCycles(size, count, copies, fromSecond + inputs, fromThird)
                    + (CostModel.ConflictCycles * CostModel.ConflictingRows(size, depth)));
                return steps + (blocks * (CostModel.LoopCycles + (blocks > 1 ? size * count : 0))) + (size * count * copies * CostModel.StoreCycles);
            }

            var perColumns = rows / tile * TileCycles(tile);
            var rest = rows % tile;
            foreach (var size in tails)
            {
                perColumns += rest / size * TileCycles(size);
                rest %= size;
            }

            cycles += perColumns * group.Repeats;
        }

        return cycles;
    }
}
