using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>A trainer whose gradients come from <see cref="FakeNetwork.MakeGradients"/>.</summary>
internal sealed class FakeTrainer(FakeNetwork network, Optimizer optimizer, int seed = 0, int degreeOfParallelism = 1)
    : NetworkTrainer(network, optimizer, seed, degreeOfParallelism)
{
    private readonly FakeInstance instance = new();

    public WorkerTeam? Threads
    {
        get => instance.Threads;
        init => instance.Threads = value;
    }

    protected override NetworkInstance? Instance => instance;

    public uint Key(uint stream) => RandomKey(stream);

    public void Step()
    {
        network.MakeGradients(StepCount);
        Update();
    }

    public void Steps(int count)
    {
        for (int i = 0; i < count; i++)
            Step();
    }
}
