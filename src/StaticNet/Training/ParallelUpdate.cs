using StaticNet.Runtime;

namespace StaticNet;

/// <summary>An optimizer's update, with the parameters divided among threads.</summary>
internal sealed class ParallelUpdate(INetwork network, Optimizer optimizer) : IWorkerTask
{
    private int parts;

    /// <summary>Makes one update. Parameters become what they become on one thread, to the bit.</summary>
    public void Run(WorkerTeam team, int threads)
    {
        parts = Partition.CountOfParameters(threads, network.Parameters.Length);
        team.Run(this, parts);
    }

    void IWorkerTask.Run(int part)
    {
        Span<float> parameters = network.Parameters;
        int start = Partition.StartOfParameters(parameters.Length, parts, part);
        int end = Partition.StartOfParameters(parameters.Length, parts, part + 1);
        optimizer.ApplySegments(start, parameters[start..end], network.Gradients[start..end]);
    }
}
