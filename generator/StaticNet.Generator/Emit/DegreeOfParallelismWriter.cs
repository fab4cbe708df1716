using StaticNet.Generator.Kernels;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the degree of parallelism: on how many threads a batch is computed.</summary>
internal static class DegreeOfParallelismWriter
{
    /// <summary>Whether masks are drawn, whose elements count from the batch's first sample.</summary>
    public static bool HasDropout(CompiledNetwork network) =>
        network.Training is not null || (network.Step is { } step && TrainerWriter.UsesRandom(step));

    /// <summary>Writes the property, and what makes room for as many slices of a batch.</summary>
    public static void Write(CodeWriter writer, CompiledNetwork network)
    {
        writer.Line($"""
            // Samples that a slice of a batch should have, so that a thread earns what it costs to wake it.
            private const int ForwardGrain = {Literals.Integer(SliceGrain.OfForward(network))};
            """);
        if (network.Step is { } step)
            writer.Line($"private const int StepGrain = {Literals.Integer(SliceGrain.OfStep(network, step))};");
        writer.Line();
        writer.Line("""
            private Slices? slices;
            private int degreeOfParallelism = 1;
            """);
        if (HasDropout(network))
            writer.Line("private int firstSample; // number within the batch of the first sample in this arena");
        writer.Line();
        writer.Line("""
            /// <summary>
            /// On how many threads, the calling one and some of this instance's own, Forward computes a batch and Backward follows it;
            /// 1 unless set. Batches too small to be worth it take fewer.
            /// </summary>
            /// <remarks>
            /// Each thread beside the calling one takes a workspace and gradients of its own, which are allocated here, not in Forward.
            /// For a given degree, results have the same bits in every run.
            /// </remarks>
            /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1024.</exception>
            public int DegreeOfParallelism
            {
                get => degreeOfParallelism;
                set
                {
                    global::StaticNet.Runtime.Check.DegreeOfParallelism(value);
                    Reserve(value, ForwardGrain);
                    degreeOfParallelism = value;
                }
            }

            private void Reserve(int degreeOfParallelism, int grain)
            {
                if (degreeOfParallelism > 1)
                    Reserve(Slices.CountFor(BatchCapacity, degreeOfParallelism, grain));
            }

            private Slices Reserve(int sliceCount)
            {
                slices ??= new Slices(this);
                slices.Reserve(sliceCount);
                return slices;
            }

            """);
    }
}
