using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// What a tile of a convolution fetches into the second-level cache for those that follow, where images and results outgrow it: the
/// rows of the image below, or as much of the next one where images are copied first, the results below, and the caller's memory for
/// its own results, which <see cref="RowMajorBand"/> copies. A line or two every few steps: many at once would fill the queue in
/// which weights wait, too.
/// </summary>
internal sealed class TilesAhead
{
    /// <summary>Vector multiply-adds between one fetch and the next, about.</summary>
    private const int MultiplyAdds = 448;

    /// <summary>Fetches of a tile at the least: shorter sums walk through memory so fast that the hardware follows them by itself.</summary>
    private const int Fetches = 16;

    private readonly Prefetching? image;
    private readonly Prefetching? result;
    private readonly Prefetching? rowMajor;

    private TilesAhead(int steps, Prefetching? image, Prefetching? result, Prefetching? rowMajor) =>
        (Steps, this.image, this.result, this.rowMajor) = (steps, image, result, rowMajor);

    /// <summary>Steps of the sum between one fetch and the next.</summary>
    public int Steps { get; }

    /// <summary>Whether what a kernel reads and writes outgrows the second-level cache.</summary>
    public static bool IsWorthwhile(KernelSignature signature) =>
        CostModel.OutgrowsSecondLevel(((long)signature.Inputs[0].SampleStride + signature.Result.Length) * signature.BatchCapacity);

    /// <summary>Whether fetching ahead brings anything: below 512 bits multiply-adds take more time than memory.</summary>
    public static bool Suits(SimdTarget target) => target.Tier == Tier.Vector512;

    /// <summary>What tiles fetch; null where that brings nothing: in short sums, and in tiers that it does not suit.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="resultShape">The shape (C, H, W) of the result.</param>
    /// <param name="group">Channels of the tile.</param>
    /// <param name="height">Rows of its pixels.</param>
    /// <param name="width">Pixels of each.</param>
    /// <param name="pixelStride">Floats of the result from one of them to the next.</param>
    /// <param name="imageShare">Floats of the image that a column of the tile leaves behind it.</param>
    /// <param name="tapRows">Rows of taps.</param>
    /// <param name="rowSteps">Steps of each.</param>
    /// <param name="isRowMajor">Whether results are copied to the caller.</param>
    public static TilesAhead? Find(
        SimdTarget target, Shape resultShape, ColumnGroup group, int height, int width, int pixelStride, int imageShare,
        int tapRows, int rowSteps, bool isRowMajor)
    {
        var most = Math.Max(1, MultiplyAdds / (height * width * group.Vectors.Count));
        var steps = Enumerable.Range(1, most).Last(some => rowSteps % some == 0);
        var times = (long)tapRows * (rowSteps / steps);
        if (!Suits(target) || 2 * steps < most || times < Fetches)
            return null;
        var channels = group.Vectors.Max(vector => vector.Offset + vector.Count);
        var ahead = new TilesAhead(
            steps,
            Prefetching.Find(target, "imageAhead", (long)width * imageShare, times),
            Prefetching.FindPieces(target, "resultAhead", height * width, channels, pixelStride, times),
            isRowMajor ? Prefetching.FindPieces(target, "rowMajorAhead", channels, height * width, resultShape[1] * resultShape[2], times) : null);
        return ahead.image is null && ahead.result is null && ahead.rowMajor is null ? null : ahead;
    }

    /// <summary>Declares where the memory begins.</summary>
    /// <param name="body">Receives the references.</param>
    /// <param name="image">Where the image is.</param>
    /// <param name="imageOffset">The first row of it behind those that the tile reads.</param>
    /// <param name="resultOffset">The tile's share of the results below its own rows, which lie one after another.</param>
    /// <param name="rowMajorOffset">Its share of the results of its rows, in the caller's order.</param>
    public void Begin(Body body, string image, IndexExpression imageOffset, IndexExpression resultOffset, IndexExpression rowMajorOffset)
    {
        this.image?.Begin(body, image, imageOffset);
        result?.Begin(body, "result", resultOffset);
        rowMajor?.Begin(body, "rowMajor", rowMajorOffset);
    }

    /// <summary>Fetches the next lines.</summary>
    public void Step(Body body)
    {
        image?.Step(body);
        result?.Step(body);
        rowMajor?.Step(body);
    }
}
