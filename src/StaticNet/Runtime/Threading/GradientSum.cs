namespace StaticNet.Runtime;

/// <summary>
/// Adds up the gradients of all slices of a batch in those of the first. Every element is the sum in the order of the slices,
/// whichever thread computes it. Of many slices, what rounding loses from each addition is added up beside the sum, as in kernels.
/// </summary>
/// <typeparam name="TInstance">The programs of the network.</typeparam>
internal sealed class GradientSum<TInstance> : IWorkerTask
    where TInstance : NetworkInstance
{
    /// <summary>Floats that are added up from all slices before the next: they stay in the first-level cache.</summary>
    private const int Block = 2048;

    /// <summary>Slices up to which their sum loses little: one part in two million at the most.</summary>
    private const int FewSlices = 32;

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
            if (slices > FewSlices)
            {
                AddWithCompensation(start, sum.Slice(start, length));
                continue;
            }

            for (int slice = 1; slice < slices; slice++)
                FlatBuffers.Add(instances[slice].Gradients.Slice(start, length), sum.Slice(start, length));
        }
    }

    private void AddWithCompensation(int start, Span<float> sum)
    {
        Span<float> lost = stackalloc float[Block];
        lost.Clear();
        for (int slice = 1; slice < slices; slice++)
        {
            ReadOnlySpan<float> values = instances[slice].Gradients.Slice(start, sum.Length);
            for (int i = 0; i < sum.Length; i++)
            {
                float next = sum[i] + values[i];
                lost[i] += values[i] - (next - sum[i]);
                sum[i] = next;
            }
        }

        // A sum that is not finite has lost what is no number.
        for (int i = 0; i < sum.Length; i++)
            sum[i] = float.IsFinite(lost[i]) ? sum[i] + lost[i] : sum[i];
    }
}
