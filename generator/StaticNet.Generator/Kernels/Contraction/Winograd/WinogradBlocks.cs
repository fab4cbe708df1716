using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction.Winograd;

/// <summary>
/// How the tiles of a Winograd convolution are worked on: some rows of tiles at a time, of one sample or of several, so that what
/// passes between the transforms stays in the second-level cache.
/// </summary>
/// <param name="Transform">The transform.</param>
/// <param name="TileRows">Rows of tiles of a sample.</param>
/// <param name="TileColumns">Tiles of a row.</param>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="BlockRows">Rows of tiles of a block.</param>
/// <param name="SampleCycles">What the model expects of a sample of a full batch.</param>
internal sealed record WinogradBlocks(
    WinogradTransform Transform, int TileRows, int TileColumns, int Inputs, int Outputs, int BlockRows, double SampleCycles)
{
    /// <summary>The share of the shorter of arithmetic and memory traffic that the longer does not hide, as measured.</summary>
    private const double Exposed = 0.4;

    /// <summary>Rows of tiles that are tried; all up to 8, then every second and fourth.</summary>
    private const int MostRows = 64;

    private static readonly Memo<(SimdTarget, int Tile, int, int, int, int, int), WinogradBlocks> Choices = new(key =>
        Find(key.Item1, WinogradTransform.Of(key.Tile), key.Item3, key.Item4, key.Item5, key.Item6, key.Item7));

    /// <summary>Tiles of a block: rows of each of its matrices.</summary>
    public int BlockTiles => BlockRows * TileColumns;

    /// <summary>Floats of the transformed input from one point to the next.</summary>
    public int InputPlane => Plane(BlockTiles * Inputs);

    /// <summary>Floats of the products from one point to the next.</summary>
    public int OutputPlane => Plane(BlockTiles * PassOutputs);

    private long WeightBytes => (long)Transform.Points * Inputs * Outputs * sizeof(float);

    /// <summary>
    /// Bytes that wait between the transforms. Larger blocks save reading weights anew, so more of them than of weights gains nothing; and
    /// scratch memory is as large as any tier wants it.
    /// </summary>
    private long PassedBytes => (long)Transform.Points * (InputPlane + OutputPlane) * sizeof(float);

    /// <summary>
    /// Channels that go through all products and the transform back before the next ones: two panels of weights, so that little
    /// waits between.
    /// </summary>
    public int PassOutputs => !WeightColumns.Suits(Outputs) ? Outputs
        : Outputs % (2 * WeightColumns.PanelWidth) == 0 ? 2 * WeightColumns.PanelWidth : WeightColumns.PanelWidth;

    /// <summary>The weights of one point and one pass.</summary>
    public WeightColumns PassWeights => new(PassOutputs, Inputs, WeightColumns.Suits(PassOutputs));

    /// <summary>The cheapest number of rows by the cost model.</summary>
    public static WinogradBlocks Choose(
        SimdTarget target, WinogradTransform transform, int inputs, int outputs, int height, int width, int batchCapacity) =>
        Choices[(target, transform.Outputs, inputs, outputs, height, width, batchCapacity)];

    private static WinogradBlocks Find(
        SimdTarget target, WinogradTransform transform, int inputs, int outputs, int height, int width, int batchCapacity)
    {
        var tileRows = (height + transform.Outputs - 1) / transform.Outputs;
        var tileColumns = (width + transform.Outputs - 1) / transform.Outputs;
        WinogradBlocks? best = null;
        for (var rows = 1; rows <= Math.Min(MostRows, (long)tileRows * batchCapacity); rows += rows < 8 ? 1 : rows < 16 ? 2 : 4)
        {
            // A block may span samples; the last one may be shorter.
            var blocks = new WinogradBlocks(transform, tileRows, tileColumns, inputs, outputs, rows, 0);
            if (best is not null && blocks.PassedBytes > Math.Max(2L * CostModel.SecondLevelBytes, blocks.WeightBytes))
                break;
            var estimate = blocks with { SampleCycles = blocks.Estimate(target) };
            if (best is null || estimate.SampleCycles < best.SampleCycles * 0.995)
                best = estimate;
        }

        return best!;
    }

    private double Estimate(SimdTarget target)
    {
        var points = Transform.Points;
        var product = MatrixTiling.Choose(target, PassWeights, BlockTiles).Cycles * points * Outputs / PassOutputs;

        // Weights are read anew for every block; what passes between the transforms is written and read once each.
        double weightBytes = WeightBytes;
        double passedBytes = PassedBytes;
        var fromThird = (weightBytes + passedBytes > CostModel.SecondLevelBytes ? weightBytes : 0)
            + (passedBytes > CostModel.SecondLevelBytes * 0.75 ? 2 * passedBytes : 0);
        var memory = fromThird / CostModel.ThirdLevelBytesPerCycle;

        // Of a transform's n vectors of n values, each takes about n multiply-adds and as many loads and stores.
        var n = Transform.Inputs;
        int Vectors(int channels) => (channels + target.Width - 1) / target.Width;
        var transforms = BlockTiles * ((Vectors(Inputs) * n * n * 3.5) + (Vectors(Outputs) * n * n * 3.0));
        // Products hide some of the waiting for memory, but not all of it.
        return (Math.Max(product, memory) + (Exposed * Math.Min(product, memory)) + transforms) * TileRows / BlockRows;
    }

    /// <summary>
    /// An odd number of cache lines: a tile's points are written a plane apart, and planes a power of two apart would share a few
    /// sets of the cache.
    /// </summary>
    private static int Plane(int elements)
    {
        var lines = (elements + 15) / 16;
        return 16 * (lines % 2 == 0 ? lines + 1 : lines);
    }
}
