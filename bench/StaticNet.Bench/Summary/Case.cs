namespace StaticNet.Bench.Summary;

/// <summary>Something to measure.</summary>
/// <param name="Name">Network and what it does, apart by a slash: <c>lenet5/forward</c>.</param>
/// <param name="Run">Does it as often as it is told.</param>
internal sealed record Case(string Name, Action<int> Run)
{
    /// <summary>Floating-point operations of one run, where they are what takes the time.</summary>
    public long? Flops { get; init; }

    /// <summary>Bytes that one run reads from memory at least, where reading is what takes the time.</summary>
    public long? Bytes { get; init; }
}
