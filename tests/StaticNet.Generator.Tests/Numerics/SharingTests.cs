using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Instances that share weights: each with a workspace of its own, so that threads may run side by side.</summary>
public sealed class SharingTests
{
    public static TheoryData<string, string> Rows => BehaviourNetworks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Two_threads_compute_what_one_would_one_after_another(string name, string tier)
    {
        var network = BehaviourNetworks.Create(name, tier);
        var shared = network.ShareParameters();
        var expected = new[] { Run(network, name, seed: 1), Run(shared, name, seed: 2) };
        var actual = new float[2][];
        using var start = new Barrier(2);
        var threads = new[] { network, shared }.Select((instance, i) => new Thread(() =>
        {
            start.SignalAndWait();
            for (var round = 0; round < 50; round++)
                actual[i] = Run(instance, name, seed: 1 + i);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        actual[0].ShouldBe(expected[0]);
        actual[1].ShouldBe(expected[1]);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Weights_are_shared_and_gradients_are_not(string name, string tier)
    {
        var network = BehaviourNetworks.Create(name, tier);
        var shared = network.ShareParameters();
        (network.Network.Parameters == shared.Network.Parameters).ShouldBeTrue("the same memory");
        (network.Network.Gradients == shared.Network.Gradients).ShouldBeFalse("memory of its own");

        var before = Run(shared, name, seed: 1);
        BehaviourNetworks.Train(BehaviourNetworks.CreateTrainer(network, new Sgd(0.1f)), name, 2);
        Run(shared, name, seed: 1).ShouldNotBe(before);
        Run(shared, name, seed: 1).ShouldBe(Run(network, name, seed: 1));
    }

    private static float[] Run(IDrivenNetwork network, string name, int seed)
    {
        var data = BehaviourNetworks.Data(name, seed: seed);
        var (outputs, inputGradients) = (BehaviourNetworks.Outputs(data), BehaviourNetworks.InputGradients(data));
        network.Forward(data.Inputs, outputs, data.Count);
        network.Backward(data.OutputGradients, inputGradients);
        return [.. outputs.Concat(inputGradients).SelectMany(values => values), .. network.Network.Gradients];
    }
}
