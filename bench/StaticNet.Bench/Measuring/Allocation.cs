namespace StaticNet.Bench.Measuring;

/// <summary>Counts the managed memory that something allocates.</summary>
internal static class Allocation
{
    private const int Trials = 3;

    /// <summary>
    /// Bytes a run, rounded up: 0 means that no run allocated anything. What this thread allocates counts in every trial. What
    /// all threads allocate may have a byte of somebody else in it (the runtime's own), so there the least of some trials counts.
    /// </summary>
    /// <param name="run">Does it as often as it is told.</param>
    /// <param name="runs">How often.</param>
    public static long BytesARun(Action<int> run, int runs)
    {
        long here = 0, everywhere = long.MaxValue;
        for (int trial = 0; trial < Trials; trial++)
        {
            long hereBefore = GC.GetAllocatedBytesForCurrentThread();
            long everywhereBefore = GC.GetTotalAllocatedBytes(precise: true);
            run(runs);
            everywhere = Math.Min(everywhere, GC.GetTotalAllocatedBytes(precise: true) - everywhereBefore);
            here = Math.Max(here, GC.GetAllocatedBytesForCurrentThread() - hereBefore);
        }

        return (Math.Max(here, everywhere) + runs - 1) / runs;
    }
}
