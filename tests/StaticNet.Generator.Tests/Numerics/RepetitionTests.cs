using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>The same seed in the same tier gives the same bits.</summary>
public sealed class RepetitionTests
{
    public static TheoryData<string, string> Rows => BehaviourNetworks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Twenty_steps_twice_end_in_the_same_weights(string name, string tier)
    {
        var first = Train(name, tier, seed: 3);
        Train(name, tier, seed: 3).ShouldBe(first);
        Train(name, tier, seed: 4).ShouldNotBe(first);
        first.ShouldAllBe(weight => float.IsFinite(weight));
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void What_ran_before_leaves_no_trace(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name, 3);
        var fresh = Gradients(BehaviourNetworks.Create(name, tier), data);
        var used = BehaviourNetworks.Create(name, tier);
        Gradients(used, BehaviourNetworks.Data(name, 6, seed: 2));
        Gradients(used, data).ShouldBe(fresh);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Training_lowers_the_loss(string name, string tier)
    {
        var data = BehaviourNetworks.Data(name);
        var trainer = BehaviourNetworks.CreateTrainer(BehaviourNetworks.Create(name, tier), new Adam(0.01f));
        var before = trainer.Evaluate(data.Inputs, data.Targets);
        for (var step = 0; step < 60; step++)
            trainer.Step(data.Inputs, data.Targets);
        trainer.Evaluate(data.Inputs, data.Targets).ShouldBeLessThan(before / 2);
    }

    private static float[] Train(string name, string tier, int seed)
    {
        var network = BehaviourNetworks.Create(name, tier, seed);
        BehaviourNetworks.Train(BehaviourNetworks.CreateTrainer(network, new Sgd(0.05f, momentum: 0.9f), seed), name, 20);
        return network.Network.Parameters.ToArray();
    }

    private static float[] Gradients(Infrastructure.IDrivenNetwork network, TrialData data)
    {
        network.Training = true;
        network.RandomState = 8;
        network.Forward(data.Inputs, BehaviourNetworks.Outputs(data), data.Count);
        network.Backward(data.OutputGradients, BehaviourNetworks.InputGradients(data));
        return network.Network.Gradients.ToArray();
    }
}
