using StaticNet.Generator.Graph;
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

    private static readonly Catalogue Plain = new([new("BatchNormAlone", "[Input(2, 7), BatchNorm]"), new("BatchNormOfNumbers", "[Input(2), BatchNorm]")]);

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

    /// <summary>The textbook's algorithm in double precision, with what PyTorch adds to it: the unbiased variance in the running statistics.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Statistics_and_results_are_those_of_PyTorch(string tierName)
    {
        const int samples = 5, channels = 2, positions = 7;
        const double momentum = 0.1, epsilon = 1e-5;
        var network = Plain.Assembly.Create("BatchNormAlone", TestTier.FindOrSkip(tierName));
        network.Training = true;
        var random = new Random(3);
        var (runningMean, runningVariance) = (new double[channels], Enumerable.Repeat(1.0, channels).ToArray());
        for (var pass = 1; pass <= 3; pass++)
        {
            float[] x = [.. Enumerable.Range(0, samples * channels * positions).Select(_ => (float)(3 + (pass * random.NextDouble())))];
            var y = network.ForwardInPlace([x], samples)!;
            for (var c = 0; c < channels; c++)
            {
                int[] places = [.. Enumerable.Range(0, x.Length).Where(i => i / positions % channels == c)];
                var mean = places.Average(i => (double)x[i]);
                var squares = places.Sum(i => (x[i] - mean) * (x[i] - mean));
                foreach (var i in places)
                    ((double)y[i]).ShouldBe((x[i] - mean) / Math.Sqrt((squares / places.Length) + epsilon), 2e-5);
                runningMean[c] += momentum * (mean - runningMean[c]);
                runningVariance[c] += momentum * ((squares / (places.Length - 1)) - runningVariance[c]);
            }

            var states = network.Network.States.ToArray().Select(value => (double)value).ToArray();
            states[..channels].ShouldBe(runningMean, 1e-5);
            states[channels..(2 * channels)].ShouldBe(runningVariance, 1e-5);
            states[^1].ShouldBe(pass);
        }

        // At inference, each sample by itself, of the running statistics.
        network.Training = false;
        float[] one = [.. Enumerable.Range(0, channels * positions).Select(_ => (float)random.NextDouble())];
        var inferred = network.ForwardInPlace([one], 1)!;
        for (var i = 0; i < one.Length; i++)
            ((double)inferred[i]).ShouldBe((one[i] - runningMean[i / positions]) / Math.Sqrt(runningVariance[i / positions] + epsilon), 2e-5);
    }

    /// <summary>A single element has no variance; nothing becomes infinite or NaN of it, here or in the running statistics.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void One_element_is_its_own_mean(string tierName)
    {
        var network = Plain.Assembly.Create("BatchNormOfNumbers", TestTier.FindOrSkip(tierName));
        network.Training = true;
        network.ForwardInPlace([[4, -2]], 1).ShouldBe([0f, 0f]);
        var states = network.Network.States.ToArray();
        states[..2].ShouldBe([0.4f, -0.2f], 1e-6);
        states[2..4].ShouldBe([0.9f, 0.9f], 1e-6);
    }
}
