using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>How the result pixels of a convolution are cut into register tiles of pixels by vectors of channels.</summary>
/// <param name="Rows">Rows of pixels of a tile.</param>
/// <param name="Columns">Pixels of each.</param>
/// <param name="IsByTapRow">
/// Whether all pixels meet one row of taps before the next, so that its weights stay in the first-level cache; sums wait in
/// the result meanwhile.
/// </param>
/// <param name="Cycles">What the model expects for all pixels and one group of channels.</param>
internal sealed record TapTiling(int Rows, int Columns, bool IsByTapRow, double Cycles)
{
    private static readonly Memo<(SimdTarget, int, int, int, int, int, int, bool, bool), TapTiling> Choices = new(key =>
        Candidates(key.Item1, key.Item2, key.Item3, key.Item4, key.Item5, key.Item6, key.Item7, key.Item8, key.Item9)[0]);

    /// <summary>The cheapest of <see cref="Candidates"/>.</summary>
    public static TapTiling Choose(
        SimdTarget target, int vectors, int rows, int columns, int tapRows, int rowDepth, int mostRows, bool mayWait, bool isEven = false) =>
        Choices[(target, vectors, rows, columns, tapRows, rowDepth, mostRows, mayWait, isEven)];

    /// <summary>What the best tilings take for all pixels and all channels of a sample.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="weights">Columns of output channels.</param>
    /// <param name="rows">Rows of result pixels.</param>
    /// <param name="columns">Pixels of each.</param>
    /// <param name="tapRows">Rows of taps.</param>
    /// <param name="rowDepth">Multiply-adds of one row of taps.</param>
    public static double EstimateChannels(SimdTarget target, WeightColumns weights, int rows, int columns, int tapRows, int rowDepth)
    {
        var panels = weights.IsWalkedByPanel(target, 2, ColumnTail.Overlap) ? weights.Columns / WeightColumns.PanelWidth : 1;
        return panels * weights.Groups(target, 2, ColumnTail.Overlap).Sum(group => Math.Max(1, group.Repeats)
            * Choose(target, group.Vectors.Count, rows, columns, tapRows, rowDepth, mostRows: 4, mayWait: true).Cycles);
    }

    /// <summary>Pixels by pixels that stay in registers, the cheapest by the cost model first.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="vectors">Vectors of channels of a tile.</param>
    /// <param name="rows">Rows of result pixels.</param>
    /// <param name="columns">Pixels of each.</param>
    /// <param name="tapRows">Rows of taps.</param>
    /// <param name="rowDepth">Multiply-adds of one row of taps: taps by input channels.</param>
    /// <param name="mostRows">Rows of a tile at the most.</param>
    /// <param name="mayWait">Whether sums may wait in the result.</param>
    /// <param name="isEven">Whether tiles have an even number of rows and columns.</param>
    public static IReadOnlyList<TapTiling> Candidates(
        SimdTarget target, int vectors, int rows, int columns, int tapRows, int rowDepth, int mostRows, bool mayWait, bool isEven = false)
    {
        var candidates = new List<TapTiling>();
        for (var tileRows = 1; tileRows <= Math.Min(rows, mostRows); tileRows++)
        {
            for (var tileColumns = 1; tileColumns <= columns; tileColumns++)
            {
                if (!CostModel.FitsRegisters(target, tileRows * tileColumns, vectors))
                    break;
                if (isEven && (tileRows % 2 != 0 || tileColumns % 2 != 0))
                    continue;
                candidates.Add(Estimate(new TapTiling(tileRows, tileColumns, false, 0)));
                if (mayWait && tapRows > 1)
                    candidates.Add(Estimate(new TapTiling(tileRows, tileColumns, true, 0)));
            }
        }

        return candidates.OrderBy(candidate => candidate.Cycles).ToArray();

        TapTiling Estimate(TapTiling tiling)
        {
            // Weights that outgrow the first level come from the second for every tile anew.
            var stepBytes = vectors * target.Width * sizeof(float);
            var weightBytes = (double)stepBytes * rowDepth * (tiling.IsByTapRow ? 1 : tapRows);
            var fromSecond = weightBytes > CostModel.FirstLevelBytes * 0.8 ? stepBytes : 0;
            var fromThird = weightBytes > CostModel.SecondLevelBytes * 0.6 ? stepBytes : 0;
            var passes = tiling.IsByTapRow ? tapRows : 1;
            double TileCycles(int pixels) => (tapRows * rowDepth * CostModel.StepCycles(pixels, vectors, 1, fromSecond, fromThird))
                + (tapRows * CostModel.LoopCycles)
                + (pixels * vectors * (CostModel.StoreCycles + (tiling.IsByTapRow ? 2 * passes : 0)));
            double RowCycles(int height) => (columns / tiling.Columns * TileCycles(height * tiling.Columns))
                + (columns % tiling.Columns > 0 ? TileCycles(height * (columns % tiling.Columns)) : 0);
            var cycles = (rows / tiling.Rows * RowCycles(tiling.Rows)) + (rows % tiling.Rows > 0 ? RowCycles(rows % tiling.Rows) : 0);
            return tiling with { Cycles = cycles };
        }
    }
}
