using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>How the results of a convolution in planes are cut into register tiles: output channels by vectors of pixels.</summary>
/// <param name="Channels">Output channels of a tile.</param>
/// <param name="Rows">Rows of pixels.</param>
/// <param name="Vectors">Vectors of each row.</param>
/// <param name="Cycles">What the model expects for a sample.</param>
internal sealed record PlaneTiling(int Channels, int Rows, int Vectors, double Cycles)
{
    /// <summary>A load that crosses a cache line costs two, and vectors of pixels begin anywhere.</summary>
    private const double LoadsOfVector = 1.5;

    private static readonly Memo<(SimdTarget, int, int, int, int, int, int, int), PlaneTiling> Choices = new(key =>
        Find(key.Item1, key.Item2, key.Item3, key.Item4, key.Item5, key.Item6, key.Item7, key.Item8));

    /// <summary>The cheapest tiling that keeps its sums in registers.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="panel">Channels of which tiles may hold no others: those of a panel of weights.</param>
    /// <param name="height">Rows of result pixels.</param>
    /// <param name="width">Pixels of each.</param>
    /// <param name="tapRows">Rows of taps, of all input channels.</param>
    /// <param name="rowTaps">Taps of each.</param>
    /// <param name="mostSums">Sums of a tile at the most.</param>
    public static PlaneTiling Choose(SimdTarget target, int outputs, int panel, int height, int width, int tapRows, int rowTaps, int mostSums = int.MaxValue) =>
        Choices[(target, outputs, panel, height, width, tapRows, rowTaps, mostSums)];

    private static PlaneTiling Find(SimdTarget target, int outputs, int panel, int height, int width, int tapRows, int rowTaps, int mostSums)
    {
        PlaneTiling? best = null;
        for (var vectors = 1; vectors <= 4; vectors++)
        {
            var groups = ColumnPlan.Create(width, target, vectors, ColumnTail.Overlap);
            for (var rows = 1; rows <= Math.Min(height, 4); rows++)
            {
                for (var channels = 1; channels <= Math.Min(panel, 14); channels++)
                {
                    if ((panel < outputs && panel % channels != 0) || !CostModel.FitsRegisters(target, channels, rows * vectors) || channels * rows * vectors > mostSums)
                        continue;
                    var cycles = RunsOf(outputs, channels).Sum(run => run.Repeats * RunsOf(height, rows).Sum(band => band.Repeats
                        * groups.Sum(group => Math.Max(1, group.Repeats) * TileCycles(run.Size, band.Size * group.Vectors.Count))));
                    if (best is null || cycles < best.Cycles)
                        best = new PlaneTiling(channels, rows, vectors, cycles);
                }
            }
        }

        return best!;

        double TileCycles(int channels, int vectors) => (tapRows * ((rowTaps * Math.Max(
                CostModel.StepCycles(channels, vectors, 1, 0, 0), (channels + (LoadsOfVector * vectors)) / CostModel.LoadsPerCycle)) + 2))
            + CostModel.LoopCycles + (channels * vectors * CostModel.StoreCycles);
    }

    /// <summary>Pieces of nearly equal size: sixteen in pieces of at most six are five, five and six; as runs of equal ones.</summary>
    /// <param name="length">What is cut.</param>
    /// <param name="most">The largest piece.</param>
    public static IReadOnlyList<(int Start, int Size, int Repeats)> RunsOf(int length, int most)
    {
        var pieces = (length + most - 1) / most;
        var (size, longer) = (length / pieces, length % pieces);
        var runs = new List<(int, int, int)>();
        if (longer > 0)
            runs.Add((0, size + 1, longer));
        runs.Add((longer * (size + 1), size, pieces - longer));
        return runs;
    }
}
