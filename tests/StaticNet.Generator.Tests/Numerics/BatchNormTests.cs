using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Batch normalisation: statistics of the batch in training, running ones at inference, which are kept and saved.</summary>
public sealed class BatchNormTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("BatchNormOfVectors", "[Input(6), Dense(17), BatchNorm, ReLU, Dense(5), BatchNorm(Affine = false), Dense(3), SoftmaxCrossEntropy]"),
        new("BatchNormOfImages", """
            [Input(3, 6, 5), Conv2D(6, 3, Bias = false), BatchNorm(Momentum = 0.3, Epsilon = 1e-3), ReLU, Conv2D(17, 2), BatchNorm, Tanh, MaxPool2D(2)]
            [Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 4),
        new("BatchNormOfInputs", "[Input(2, 7), BatchNorm, Flatten, Dense(3), MeanSquaredError]", 6),
        new("BatchNormWithDropout", "[Input(8), BatchNorm(Momentum = 1), Dropout(0.3), Dense(9), BatchNorm(Momentum = 0), Dense(2), MeanSquaredError]", 7),
        new("BatchNormsSideBySide", """
            [Input(4, 3, 3, Name = "x"), BatchNorm(Name = "a"), Conv2D(4, 1, From = "x"), BatchNorm(Name = "b")]
            [Add("a", "b"), ReLU, GlobalAveragePool2D, Flatten, Dense(3), SoftmaxCrossEntropy]
            """, 5),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    /// <summary>
    /// Of two elements, what is normalised is 1 and -1 whatever they were: gradients are what is left when all that is larger has cancelled,
    /// and single precision has no digits for it. So these are batches of more.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) =>
        Trial.Check(Networks, name, tier, Networks.Assembly.Networks[name].Case.BatchCapacity, 4);

    /// <summary>Statistics are those of the whole batch, whatever the number of threads, and are counted once.</summary>
    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Several_threads_compute_the_same(string name, string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Networks[name];
        Trial.Run(Networks.Assembly, name, tier, 3, Reference.Of(network, network.Case.BatchCapacity)).ShouldBeNone($"{name} in {tier}");
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void States_are_saved_and_shared_but_neither_trained_nor_counted(string tierName)
    {
        var network = Networks.Assembly.Create("BatchNormOfVectors", TestTier.FindOrSkip(tierName), seed: 1);
        var names = network.Network.Tensors.ToArray();
        string[] states =
        [
            "1.running_mean", "1.running_var", "1.num_batches_tracked", "4.running_mean", "4.running_var", "4.num_batches_tracked",
        ];
        names.Where(tensor => tensor.Kind == TensorKind.State).Select(tensor => tensor.Name).ShouldBe(states);
        network.Network.Parameters.Length.ShouldBe((6 * 17) + 17 + (2 * 17) + (17 * 5) + 5 + (5 * 3) + 3);
        network.Network.Gradients.Length.ShouldBe(network.Network.Parameters.Length);
        network.Network.States.Length.ShouldBe((2 * 17) + 1 + (2 * 5) + 1);
        network.Network.States.ToArray().Count(value => value == 1).ShouldBe(17 + 5, "variances are 1 at first, all else is 0");

        // Weight decay of 1 takes every parameter to 0 in one step of length 1; states go on.
        var trainer = network.CreateTrainer(new Sgd(1) { WeightDecay = 1 }, 1)!;
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, 4 * 6).Select(_ => (float)random.NextDouble())];
        trainer.Step([inputs], [new[] { 0, 1, 2, 0 }]);
        names.Single(tensor => tensor.Name == "1.num_batches_tracked").View(network.Network.States).ToArray().ShouldBe([1f]);
        names.Single(tensor => tensor.Name == "1.running_var").View(network.Network.States).ToArray().ShouldAllBe(value => value > 0.8f && value < 1f);

        var shared = network.ShareParameters();
        shared.Network.States.ToArray().ShouldBe(network.Network.States.ToArray());
        shared.Training = true;
        shared.ForwardInPlace([inputs], 4);
        shared.Network.States.ToArray().ShouldBe(network.Network.States.ToArray(), "they are one memory");

        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".safetensors");
        try
        {
            network.Network.Save(path);
            var other = Networks.Assembly.Create("BatchNormOfVectors", TestTier.FindOrSkip(tierName), seed: 2);
            other.Network.Load(path);
            other.Network.States.ToArray().ShouldBe(network.Network.States.ToArray());
            other.Network.Parameters.ToArray().ShouldBe(network.Network.Parameters.ToArray());

            trainer.Trainer.Save(path);
            network.Network.States.Fill(7);
            trainer.Trainer.Load(path);
            network.Network.States.ToArray().ShouldBe(other.Network.States.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
