using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>How the result pixels of a convolution are cut into register tiles of pixels by vectors of channels.</summary>
/// <param name="Rows">Rows of pixels of a tile.</param>
/// <param name="Columns">Pixels of each.</param>
/// <param name="IsByTapRow">
/// Whether all pixels meet one row of taps before the next, so that its weights stay in the first-level cache; sums wait in
/// the result meanwhile.
/// </param>
/// <param name="Bands">All tiles: those, and others where they leave rows or columns.</param>
/// <param name="Cycles">What the model expects for all pixels and one group of channels.</param>
internal sealed record TapTiling(int Rows, int Columns, bool IsByTapRow, IReadOnlyList<TileBand> Bands, double Cycles)
{
    private static readonly Memo<TapSums, TapTiling> Choices = new(sums => Candidates(sums)[0]);

    /// <summary>The tiles of the right edge, where they have a height of their own.</summary>
    public TileBand? Edge => Bands[0].IsEdge ? Bands[0] : null;

    /// <summary>The cheapest of <see cref="Candidates"/>.</summary>
    public static TapTiling Choose(TapSums sums) => Choices[sums];

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
            * Choose(new TapSums(target, group.Vectors.Count, rows, columns, tapRows, rowDepth) { MayWait = true }).Cycles);
    }

    /// <summary>Pixels by pixels that stay in registers, the cheapest by the cost model first.</summary>
    public static IReadOnlyList<TapTiling> Candidates(TapSums sums)
    {
        // A pooling beside the results takes pairs of pixels together.
        if (sums.Target.IsPlain)
            return new[] { Cover(sums.IsEven ? 2 : 1, sums.IsEven ? 2 : 1, isByTapRow: false, isPlain: true) };
        var candidates = new List<TapTiling>();
        for (var height = 1; height <= sums.HighestTile; height++)
        {
            for (var width = 1; width <= sums.Columns && CostModel.FitsRegisters(sums.Target, height * width, sums.Vectors); width++)
            {
                if (!sums.Suits(height, width))
                    continue;
                candidates.Add(Cover(height, width, isByTapRow: false));
                if (sums.MayWaitByRow)
                    candidates.Add(Cover(height, width, isByTapRow: true));
            }
        }

        return candidates.OrderBy(candidate => candidate.Cycles).ToArray();

        TapTiling Cover(int height, int width, bool isByTapRow, bool isPlain = false)
        {
            var cover = new TileCover(sums, isByTapRow);
            var bands = sums.IsUniform || isPlain ? cover.Uniform(height, width) : cover.Cheapest(height, width);
            return new TapTiling(height, width, isByTapRow, bands, cover.Cycles(bands));
        }
    }
}
