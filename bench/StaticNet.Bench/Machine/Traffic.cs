namespace StaticNet.Bench.Machine;

/// <summary>
/// The bytes that a run must move at least: every input, weight and state in once, every output and everything changed out
/// once. What stays in registers or caches in between does not count.
/// </summary>
/// <param name="Reads">Bytes read.</param>
/// <param name="Writes">Bytes written.</param>
internal sealed record Traffic(long Reads, long Writes)
{
    /// <summary>All of them.</summary>
    public long Bytes => Reads + Writes;

    /// <summary>
    /// Whether so little is written that reading is what limits it: one sample reads every weight for a few results.
    /// </summary>
    public bool IsReading => Writes * 8 < Reads;

    /// <summary>The traffic of so many floats.</summary>
    public static Traffic OfFloats(long read, long written) => new(read * sizeof(float), written * sizeof(float));
}
