using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>How a matrix product with lanes over the batch is cut into register tiles: columns by vectors of samples.</summary>
/// <param name="Columns">Columns of a tile, each of whose weights is broadcast.</param>
/// <param name="Vectors">Vectors of samples: parts of a block, or several blocks.</param>
/// <param name="Cycles">What the model expects for a block of samples.</param>
internal sealed record BatchTiling(int Columns, int Vectors, double Cycles)
{
    private static readonly Memo<(SimdTarget Target, WeightColumns Weights, int Vectors), BatchTiling> Choices = new(key => Find(key.Target, key.Weights, key.Vectors));

    /// <summary>Blocks that a tile spans, and vectors that it takes of each.</summary>
    public static int BlocksOf(SimdTarget target, int vectors) => Math.Max(1, vectors * target.Width / Layout.BlockSamples);

    /// <summary>The cheapest tiling that keeps its sums in registers.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="mostBlocks">Blocks of samples that there are at the most.</param>
    public static BatchTiling Choose(SimdTarget target, WeightColumns weights, long mostBlocks) => CandidateVectors(target)
        .Where(vectors => BlocksOf(target, vectors) <= Math.Max(1, mostBlocks))
        .Select(vectors => Choices[(target, weights, vectors)]).OrderBy(tiling => tiling.Cycles).First();

    /// <summary>The cheapest for a single block: what the others leave, and the last, which samples need not fill.</summary>
    public static BatchTiling ChooseForOneBlock(SimdTarget target, WeightColumns weights) => Choose(target, weights, 1);

    /// <summary>Columns in pieces of which none reaches beyond its panel of weights: runs of equal ones, within each panel.</summary>
    public static IReadOnlyList<(int Start, int Size, int Repeats)> RunsOf(WeightColumns weights, int most) =>
        PlaneTiling.RunsOf(weights.InPanels ? WeightColumns.PanelWidth : weights.Columns, most);

    private static IEnumerable<int> CandidateVectors(SimdTarget target) => new[] { 1, 2, 4 }
        .Where(vectors => (vectors == 1 || !target.IsPlain) && vectors * target.Width <= 4 * Layout.BlockSamples);

    private static BatchTiling Find(SimdTarget target, WeightColumns weights, int vectors)
    {
        BatchTiling? best = null;
        for (var columns = 1; columns <= 14; columns++)
        {
            if (!CostModel.FitsRegisters(target, columns, vectors))
                continue;
            var cycles = RunsOf(weights, columns).Sum(run => run.Repeats * TileCycles(run.Size)) * (weights.InPanels ? weights.Columns / WeightColumns.PanelWidth : 1)
                * Layout.BlockSamples / (vectors * target.Width);
            if (best is null || cycles < best.Cycles)
                best = new BatchTiling(columns, vectors, cycles);
        }

        return best!;

        double TileCycles(int columns)
        {
            // Inputs of a block are read again for every tile of columns.
            var fromSecond = (long)weights.Depth * BlocksOf(target, vectors) * Layout.BlockSamples * sizeof(float) > CostModel.FirstLevelBytes / 2
                ? vectors * target.Width * sizeof(float) : 0;
            var copies = MatrixTiling.Copies(target, columns, vectors, weights.Depth);
            return (weights.Depth * CostModel.StepCycles(columns, vectors, copies, fromSecond, 0)) + CostModel.LoopCycles
                + (columns * vectors * copies * CostModel.StoreCycles);
        }
    }
}
