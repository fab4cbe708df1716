using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>What is to be cut into tiles: the sums of a grid of pixels for one group of channels.</summary>
/// <param name="Target">The tier.</param>
/// <param name="Vectors">Vectors of channels of a tile.</param>
/// <param name="Rows">Rows of result pixels.</param>
/// <param name="Columns">Pixels of each.</param>
/// <param name="TapRows">Rows of taps.</param>
/// <param name="RowDepth">Multiply-adds of one row of taps: taps by input channels.</param>
internal sealed record TapSums(SimdTarget Target, int Vectors, int Rows, int Columns, int TapRows, int RowDepth)
{
    /// <summary>Rows of a tile at the most.</summary>
    public int MostRows { get; init; } = 4;

    /// <summary>Rows that a tile of these sums has at the most.</summary>
    public int HighestTile => Math.Min(Rows, MostRows);

    /// <summary>Whether sums may wait in the result.</summary>
    public bool MayWait { get; init; }

    /// <summary>Whether they may be long ones: those are added up there as they are, so not more of them than are added up so in registers.</summary>
    public bool MayWaitByRow => MayWait && TapRows > 1 && (TapRows <= LongSum.GroupBlocks || !LongSum.IsLongOfProducts((long)TapRows * RowDepth));

    /// <summary>Whether tiles have an even number of rows and columns.</summary>
    public bool IsEven { get; init; }

    /// <summary>Whether tiles at the edges are the others, cut off.</summary>
    public bool IsUniform { get; init; }

    /// <summary>Rows of the image from one row of results to the next.</summary>
    public int RowStride { get; init; } = 1;

    /// <summary>Floats of a row of the image from one result to the next; 0 to leave out what images cost.</summary>
    public int PixelStride { get; init; }

    /// <summary>Whether a tile of a height and a width may be: above all, whether its sums stay in registers.</summary>
    public bool Suits(int height, int width) => height <= MostRows && CostModel.FitsRegisters(Target, height * width, Vectors)
        && (!IsEven || (height % 2 == 0 && width % 2 == 0));

    /// <summary>What a tile takes by the cost model.</summary>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="isByTapRow">Whether its sums wait between rows of taps.</param>
    public double TileCycles(int height, int width, bool isByTapRow)
    {
        // Weights that outgrow the first level come from the second for every tile anew.
        var pixels = height * width;
        var stepBytes = Vectors * Target.Width * sizeof(float);
        var weightBytes = (double)stepBytes * RowDepth * (isByTapRow ? 1 : TapRows);
        var fromSecond = weightBytes > CostModel.FirstLevelBytes * 0.8 ? stepBytes : 0;
        var fromThird = weightBytes > CostModel.SecondLevelBytes * 0.6 ? stepBytes : 0;
        return ((double)TapRows * RowDepth * Math.Max(CostModel.BareLatency, CostModel.StepCycles(pixels, Vectors, 1, fromSecond, fromThird)))
            + (TapRows * (CostModel.LoopCycles + ((double)RowDepth * fromSecond / CostModel.LongRunBytesPerCycle))) + ImageCycles(height, width)
            + (pixels * Vectors * (CostModel.StoreCycles + (isByTapRow ? 2.0 * TapRows : 0)));
    }

    /// <summary>
    /// What it takes that a tile's columns of the image are new to the first-level cache: high tiles share rows of them. Those of the tile
    /// to the left are there still.
    /// </summary>
    private double ImageCycles(int height, int width)
    {
        var isCached = (long)Rows * RowStride * Columns * PixelStride * sizeof(float) <= CostModel.FirstLevelBytes;
        return isCached ? 0 : (((height - 1.0) * RowStride) + TapRows) * width * PixelStride * sizeof(float) / CostModel.ShortRunBytesPerCycle;
    }
}
