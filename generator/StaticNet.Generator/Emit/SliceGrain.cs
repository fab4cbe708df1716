using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;

namespace StaticNet.Generator.Emit;

/// <summary>
/// How many samples a slice of a batch should have at least. The constants are orders of magnitude: a slice that costs less
/// than to hand it out, or than to put its gradients together with others, makes a batch slower.
/// </summary>
internal static class SliceGrain
{
    /// <summary>What a thread does while it is woken: some ten microseconds at some forty operations a nanosecond.</summary>
    private const long FlopsOfWaking = 400_000;

    /// <summary>What a thread does while a gradient is fetched from another core, added and written: some nanosecond.</summary>
    private const long FlopsOfAddingAGradient = 32;

    public static int OfForward(CompiledNetwork network) =>
        Divide(FlopsOfWaking, SummaryTable.CountForwardFlops(network), network.Spec.BatchCapacity);

    public static int OfStep(CompiledNetwork network, CompiledProgram step) => Divide(
        FlopsOfWaking + (FlopsOfAddingAGradient * network.ParameterCount),
        step.Graph.Nodes.Sum(node => SummaryTable.Flops(step.Graph, node)),
        network.Spec.BatchCapacity);

    /// <summary>No more than the capacity, which divides no batch at all.</summary>
    private static int Divide(long cost, long flopsOfSample, int capacity) =>
        (int)Math.Min(capacity, Math.Max(1, (cost + flopsOfSample - 1) / Math.Max(1, flopsOfSample)));
}
