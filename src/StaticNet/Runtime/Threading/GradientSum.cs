using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

/// <summary>
/// Adds up the gradients of all slices of a batch in those of the first. Every element is the sum in the order of the slices,
/// whichever thread computes it.
/// </summary>
/// <typeparam name="TInstance">The programs of the network.</typeparam>
internal sealed class GradientSum<TInstance> : IWorkerTask
    where TInstance : NetworkInstance
{
    /// <summary>Floats that are added up from all slices before the next: they stay in the first-level cache.</summary>
    private const int Block = 2048;

    private TInstance[] instances = [];
    private int slices;
    private int parts;

    /// <summary>Sums up on as many threads as there are slices, or fewer where they would have too little to do.</summary>
    public void Run(WorkerTeam team, TInstance[] instances, int slices)
    {
        this.instances = instances;
        this.slices = slices;
        parts = Partition.CountOfParameters(slices, instances[0].Gradients.Length);
        team.Run(this, parts);
    }

    void IWorkerTask.Run(int part)
    {
        Span<float> sum = instances[0].Gradients;
        int end = Partition.StartOfParameters(sum.Length, parts, part + 1);
        for (int start = Partition.StartOfParameters(sum.Length, parts, part); start < end; start += Block)
        {
            int length = Math.Min(Block, end - start);
            for (int slice = 1; slice < slices; slice++)
                Add(instances[slice].Gradients.Slice(start, length), sum.Slice(start, length));
        }
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sum)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        ref float to = ref MemoryMarshal.GetReference(sum);
        int i = 0;
        for (; i <= sum.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref to, (nuint)i) + Vector256.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < sum.Length; i++)
            sum[i] += values[i];
    }
}
