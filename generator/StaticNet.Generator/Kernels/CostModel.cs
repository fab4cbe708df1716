using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels;

/// <summary>
/// What schedules are chosen by: cycles that a tile takes on a machine whose constants all stand here. They are those of current
/// x86 cores on the side of the smaller ones, since nobody knows at compile time which machine it will be: a schedule that
/// keeps within them runs at the peak of the larger ones, too. <c>alternatives</c> in the benchmarks holds choices against measurement.
/// </summary>
internal static class CostModel
{
    /// <summary>Vector multiply-adds that a core starts in a cycle.</summary>
    public const double MultiplyAddsPerCycle = 2;

    /// <summary>Cycles until a multiply-add may be added to again.</summary>
    public const double MultiplyAddLatency = 4;

    /// <summary>
    /// Cycles for which a sum is not added to again, where just as many sums are in flight as the latency asks for: every load that
    /// comes late leaves a unit idle then. Tiles of eight sums take a fifth more time for each than tiles of twelve.
    /// </summary>
    public const double BareLatency = 4.8;

    /// <summary>Loads (of vectors, or of a scalar into all lanes) that a core starts in a cycle.</summary>
    public const double LoadsPerCycle = 2;

    /// <summary>First-level data cache: 32 KB on Zen up to 4, 48 KB on later ones and on Intel's.</summary>
    public const int FirstLevelBytes = 32 * 1024;

    /// <summary>Second-level cache: 512 KB on Zen 3, 1 to 2 MB on others.</summary>
    public const int SecondLevelBytes = 512 * 1024;

    /// <summary>Whether so many floats are more than the second-level cache holds.</summary>
    public static bool OutgrowsSecondLevel(long floats) => floats * sizeof(float) > SecondLevelBytes;

    /// <summary>Bytes of a cache line.</summary>
    public const int LineBytes = 64;

    /// <summary>Floats of a cache line.</summary>
    public const int LineFloats = LineBytes / sizeof(float);

    /// <summary>So many floats as whole cache lines.</summary>
    public static int RoundToLines(int floats) => (floats + LineFloats - 1) / LineFloats * LineFloats;

    /// <summary>What the second level delivers to the first, sustained, beside the loads that hit there.</summary>
    public const double SecondLevelBytesPerCycle = 16;

    /// <summary>
    /// How many bytes of the second level cost a cycle although there is enough to do meanwhile, where memory is read in short runs: the
    /// pixels of a tile.
    /// </summary>
    public const double ShortRunBytesPerCycle = 32;

    /// <summary>The same for long runs, which the hardware fetches ahead: weights.</summary>
    public const double LongRunBytesPerCycle = 512;

    /// <summary>What comes from behind the second level.</summary>
    public const double ThirdLevelBytesPerCycle = 6;

    /// <summary>Cycles around the innermost loop of a tile: set-up, and the flight of the first loads.</summary>
    public const double LoopCycles = 12;

    /// <summary>Cycles for a sum that is stored, with its share of an epilogue.</summary>
    public const double StoreCycles = 1.5;

    /// <summary>Cycles for a float that is copied in order, into a border of zeros or to the caller.</summary>
    public const double CopyCycles = 0.25;

    /// <summary>Cycles for a float that is transposed on the way.</summary>
    public const double TransposeCycles = 0.75;

    /// <summary>Cycles for a float of a sample that goes into a block of samples or comes out of it: sixteen rows at a time, from cache to cache.</summary>
    public const double BlockCycles = 0.25;

    /// <summary>Ways and sets of the first-level cache.</summary>
    public const int FirstLevelWays = 8, FirstLevelSets = 64;

    /// <summary>Cycles a step for each row of a tile that finds no way in its set: its cache line comes from the second level again and again.</summary>
    public const double ConflictCycles = 1.5;

    /// <summary>
    /// Rows of a tile that share the sets of the first-level cache with more rows than there are ways: those whose distance is a
    /// multiple of a large power of two.
    /// </summary>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="stride">Floats from one to the next.</param>
    public static int ConflictingRows(int rows, int stride)
    {
        // Rows that do not begin on cache lines spread over sets by themselves.
        if (stride % LineFloats != 0)
            return 0;
        var (lines, sets) = (stride / LineFloats, FirstLevelSets);
        while (sets > 1 && lines % 2 == 0)
            (lines, sets) = (lines / 2, sets / 2);
        return Math.Max(0, rows - (FirstLevelWays * sets));
    }

    /// <summary>Vector registers.</summary>
    public static int Registers(SimdTarget target) => target.Tier == Tier.Vector512 ? 32 : 16;

    /// <summary>
    /// Whether a tile of so many sums stays in registers beside its vectors of weights, a broadcast and, where there is no
    /// fused multiply-add, a product.
    /// </summary>
    public static bool FitsRegisters(SimdTarget target, int rows, int vectors)
    {
        var others = vectors + (target.Tier is Tier.Vector512 or Tier.Vector256 ? 1 : 2);
        return rows * vectors <= target.Accumulators && (target.Tier == Tier.Scalar || (rows * vectors) + others <= Registers(target));
    }

    /// <summary>Cycles for one step of a sum: every row's factor times every vector of weights.</summary>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="vectors">Vectors of each row.</param>
    /// <param name="copies">Partial sums of each.</param>
    /// <param name="secondLevelBytes">Bytes that the step takes from the second-level cache.</param>
    /// <param name="thirdLevelBytes">Bytes that it takes from behind that.</param>
    public static double StepCycles(int rows, int vectors, int copies, double secondLevelBytes, double thirdLevelBytes) => new[]
    {
        rows * vectors / MultiplyAddsPerCycle,
        MultiplyAddLatency / copies,
        (rows + vectors) / LoadsPerCycle,
        secondLevelBytes / SecondLevelBytesPerCycle,
        thirdLevelBytes / ThirdLevelBytesPerCycle,
    }.Max();
}
