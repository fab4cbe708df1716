using StaticNet.Bench.Machine;
using StaticNet.Bench.Measuring;
using StaticNet.Bench.Peers;

namespace StaticNet.Bench.Cases;

/// <summary>A case that is ready to run.</summary>
/// <param name="Ours">What is timed.</param>
internal sealed record Subject(Contender Ours)
{
    /// <summary>
    /// Floating-point operations of one run as the textbook counts them, a multiply-add being two; null where they are not what
    /// takes the time.
    /// </summary>
    public double? Flops { get; init; }

    /// <summary>What one run moves at least; null where that is not what takes the time.</summary>
    public Traffic? Traffic { get; init; }

    /// <summary>The same for others to do; null where it is nothing that others do.</summary>
    public Work? Work { get; init; }

    /// <summary>The code again, to count what it allocates; null where that is another process.</summary>
    public Action<int>? Run { get; init; }

    /// <summary>The same work on one thread, for cases that take several: a row of its own among the peers.</summary>
    public Action<int>? OneThread { get; init; }

    /// <summary>Code of this process.</summary>
    public static Subject Of(Action<int> run) => new(Contender.Managed(run)) { Run = run };
}
