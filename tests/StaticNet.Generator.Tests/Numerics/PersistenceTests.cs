using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Weights and checkpoints of generated networks: what is read back goes on as if nothing had happened.</summary>
public sealed class PersistenceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("staticnet").FullName;

    public static TheoryData<string, string> Rows => BehaviourNetworks.Rows;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Loaded_weights_give_the_same_outputs(string name, string tier)
    {
        var path = Path.Combine(folder, "weights.safetensors");
        var saved = BehaviourNetworks.Create(name, tier, seed: 1);
        saved.Network.Save(path);
        var loaded = BehaviourNetworks.Create(name, tier, seed: 2);
        Run(loaded, name).ShouldNotBe(Run(saved, name));
        loaded.Network.Load(path);
        Run(loaded, name).ShouldBe(Run(saved, name));
        loaded.Network.Parameters.ToArray().ShouldBe(saved.Network.Parameters.ToArray());

        var read = BehaviourNetworks.Create(name, tier, seed: 2);
        read.Network.Load(File.ReadAllBytes(path));
        Run(read, name).ShouldBe(Run(saved, name));
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void A_resumed_training_ends_in_the_same_bits(string name, string tier)
    {
        foreach (var create in new Func<Optimizer>[] { () => new Sgd(0.05f, momentum: 0.9f, nesterov: true), () => new Adam(0.01f) })
        {
            var path = Path.Combine(folder, "checkpoint.safetensors");
            var straight = BehaviourNetworks.Create(name, tier, seed: 1);
            var trainer = BehaviourNetworks.CreateTrainer(straight, create(), seed: 5);
            BehaviourNetworks.Train(trainer, name, 7);
            trainer.Trainer.Save(path);
            BehaviourNetworks.Train(trainer, name, 6, firstSeed: 8);

            var resumed = BehaviourNetworks.Create(name, tier, seed: 2);
            var other = BehaviourNetworks.CreateTrainer(resumed, create(), seed: 6);
            BehaviourNetworks.Train(other, name, 2);
            other.Trainer.Load(path);
            BehaviourNetworks.Train(other, name, 6, firstSeed: 8);
            resumed.Network.Parameters.ToArray().ShouldBe(straight.Network.Parameters.ToArray());
            other.Trainer.StepCount.ShouldBe(13);
        }
    }

    [SkippableTheory]
    [InlineData("Plain")]
    [InlineData("Images")]
    public void A_file_of_another_network_changes_nothing(string name)
    {
        var path = Path.Combine(folder, "other.safetensors");
        BehaviourNetworks.Create("Several", "Scalar").Network.Save(path);
        var network = BehaviourNetworks.Create(name, "Scalar");
        var before = network.Network.Parameters.ToArray();
        Should.Throw<WeightsFormatException>(() => network.Network.Load(path));
        network.Network.Parameters.ToArray().ShouldBe(before);
    }

    /// <summary>A seed means the same weights in the user's order, whatever layout the compiler chose.</summary>
    [SkippableFact]
    public void Initial_weights_do_not_depend_on_the_layout()
    {
        var assembly = NetworkAssembly.Compile(
        [
            new NetworkCase("ChannelsLast", "[Input(2, 6, 6), Conv2D(4, 1), Flatten, Dense(5)]"),
            new NetworkCase("RowMajor", "[Input(2, 6, 6), Reshape(72), Dense(144), Dense(5, Bias = false)]"),
        ]);
        var weights = assembly.Create("ChannelsLast", TestTier.Scalar, seed: 9).Network;
        var dense = weights.Tensors[2].View(weights.Parameters).ToArray();
        var expected = assembly.Create("RowMajor", TestTier.Scalar, seed: 9).Network;
        weights.Tensors[2].Name.ShouldBe("2.weight");
        expected.Tensors[2].View(expected.Parameters).ToArray().ShouldBe(dense);
        weights.Parameters.ToArray().ShouldNotContain(float.NaN);
    }

    private static float[] Run(IDrivenNetwork network, string name)
    {
        var data = BehaviourNetworks.Data(name);
        var outputs = BehaviourNetworks.Outputs(data);
        network.Forward(data.Inputs, outputs, data.Count);
        return [.. outputs.SelectMany(output => output)];
    }
}
