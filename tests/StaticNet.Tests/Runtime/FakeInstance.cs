using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>The memory of a network that computes nothing, with threads that a test gives it.</summary>
internal sealed class FakeInstance() : NetworkInstance(new AlignedBuffer(1), new AlignedBuffer(0), 1, hasGradients: true, isRandom: false)
{
    public WorkerTeam? Threads { get; set; }

    public override WorkerTeam? Team => Threads;
}
