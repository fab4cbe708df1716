using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;

namespace StaticNet.Bench.Alternatives;

/// <summary>One way to compute a shape.</summary>
/// <param name="Name">The schedule in words.</param>
/// <param name="Cycles">What the cost model expects of a call.</param>
/// <param name="Kernel">Its code; null where more than one kernel is measured.</param>
/// <param name="IsChosen">Whether the compiler takes it.</param>
internal sealed record Alternative(string Name, double Cycles, Kernel? Kernel, bool IsChosen)
{
    /// <summary>Runs it as often as it is told, where it has no kernel of its own.</summary>
    public Action<int>? Run { get; init; }
}
