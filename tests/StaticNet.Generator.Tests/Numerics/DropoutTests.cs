using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Dropout: masks by seed, the same in forward and backward and in every tier, none at inference.</summary>
public sealed class DropoutTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("DropoutOfVectors", "[Input(17), Dropout(0.2), Dense(33), ReLU, Dropout, Dense(5), Dropout(0.7), SoftmaxCrossEntropy]"),
        new("DropoutOfImages", """
            [Input(2, 6, 6), Dropout(0.3), Conv2D(5, 3), Tanh, Dropout(0.4, Name = "masked"), MaxPool2D(2), Flatten, Dropout, Dense(4)]
            [MeanSquaredError, HalfSumSquaredError(From = "masked")]
            """, 3),
        new("DropoutOfFlattenedImages", "[Input(3, 5, 5), Conv2D(6, 2), Flatten, Dropout(0.25), Dense(7), Dropout(0.0), SoftmaxCrossEntropy]", 3),
        new("DropoutOfChannels", """
            [Input(5, 4, 3), Conv2D(6, 2), SpatialDropout(0.4), ReLU, Conv2D(17, 2), SpatialDropout(0.5, Name = "masked"), SpatialDropout(0.0)]
            [Flatten, Dense(4), MeanSquaredError, HalfSumSquaredError(From = "masked")]
            """, 4),
        new("DropoutOfInputChannels", "[Input(3, 5), SpatialDropout, Flatten, Dropout(0.2), Dense(3), MeanSquaredError]", 4),
        new("DropoutInBranches", """
            [Input(10, Name = "x"), Dropout(0.5, Name = "a"), Dropout(0.5, From = "x", Name = "b")]
            [Concat("a", "b", "x"), Dense(6), Dropout(0.1, Name = "c")]
            [Add("c", "c"), Output, MeanSquaredError]
            """),
    ]);

    private static readonly Catalogue Masks = new([new NetworkCase("Mask", "[Input(10000), Dropout(0.3), HalfSumSquaredError]", 2)]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void As_many_elements_are_dropped_as_declared_and_the_others_grow(string tierName)
    {
        var network = Masks.Assembly.Create("Mask", TestTier.FindOrSkip(tierName));
        var mask = Draw(network, state: 5);

        // The standard deviation of 20,000 draws is 65.
        mask.Count(factor => factor == 0).ShouldBeInRange(6000 - 300, 6000 + 300);
        mask.Where(factor => factor != 0).ShouldAllBe(factor => Math.Abs(factor - (1 / 0.7)) < 1e-6);
    }

    /// <summary>Each instance that shares weights has a stream of its own, and the same one in every run.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Shared_instances_draw_masks_of_their_own(string tierName)
    {
        var masks = new List<float[]>();
        for (var run = 0; run < 2; run++)
        {
            var network = Masks.Assembly.Create("Mask", TestTier.FindOrSkip(tierName), seed: 7);
            network.Training = true;
            var first = network.ShareParameters();
            IDrivenNetwork[] all = [network, first, network.ShareParameters(), first.ShareParameters()];
            all.ShouldAllBe(instance => instance.Training);
            all.Select(instance => instance.RandomState).Distinct().Count().ShouldBe(all.Length);
            masks.AddRange(all.Select(instance => Draw(instance, instance.RandomState)));
        }

        for (var i = 0; i < 4; i++)
        {
            masks[i].ShouldBe(masks[i + 4], "the same in every run");
            for (var j = 0; j < i; j++)
                Agreement(masks[i], masks[j]).ShouldBeInRange(0.55, 0.61, "instances are independent");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void A_state_gives_one_mask_and_every_pass_another_state(string tierName)
    {
        var network = Masks.Assembly.Create("Mask", TestTier.FindOrSkip(tierName));
        var first = Draw(network, state: 5);
        network.RandomState.ShouldNotBe(5ul);
        var second = Draw(network, network.RandomState);
        Draw(network, state: 5).ShouldBe(first);
        Agreement(first, second).ShouldBeInRange(0.55, 0.61, "independent masks agree at 0.3² + 0.7² = 0.58 of their elements");
        Agreement(first[..10000], first[10000..]).ShouldBeInRange(0.55, 0.61, "samples of a batch have masks of their own");
        Agreement(first[..9999], first[1..10000]).ShouldBeInRange(0.55, 0.61, "neighbours are independent");
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Backward_repeats_the_mask_of_its_forward(string tierName)
    {
        var network = Masks.Assembly.Create("Mask", TestTier.FindOrSkip(tierName));
        var mask = Draw(network, state: 9);
        var gradient = new float[20000];
        network.Backward([Ones()], [gradient]);
        gradient.ShouldBe(mask);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Inference_and_evaluation_drop_nothing(string tierName)
    {
        var network = Masks.Assembly.Create("Mask", TestTier.FindOrSkip(tierName));
        network.Training.ShouldBeFalse();
        network.RandomState = 3;
        network.ForwardInPlace([Ones()], 2).ShouldNotBeNull().ShouldAllBe(value => value == 1);
        network.RandomState.ShouldBe(3ul, "nothing was drawn");
        var trainer = network.CreateTrainer(new Sgd(0.1f), seed: 1).ShouldNotBeNull();
        trainer.Evaluate([Ones()], [Ones()]).ShouldBe(0);
        trainer.ComputeGradients([Ones()], [Ones()]).ShouldBeGreaterThan(100);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Masks_of_training_depend_on_seed_and_step_only(string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var losses = Losses(tier, seed: 1);
        losses.Distinct().Count().ShouldBe(losses.Length, "every step has a mask of its own");
        Losses(tier, seed: 1).ShouldBe(losses);
        Losses(tier, seed: 2).ShouldNotBe(losses);
    }

    private static float[] Losses(TestTier tier, int seed)
    {
        var trainer = Masks.Assembly.Create("Mask", tier).CreateTrainer(new Sgd(0.1f), seed).ShouldNotBeNull();

        // The number of dropped elements makes the loss; in 20,000 elements, few steps have the same.
        float[] inputs = [.. Enumerable.Range(0, 20000).Select(i => 1 + (i / 20000f))];
        return [.. Enumerable.Range(0, 5).Select(_ => trainer.Step([inputs], [new float[20000]]))];
    }

    private static float[] Draw(IDrivenNetwork network, ulong state)
    {
        network.Training = true;
        network.RandomState = state;
        return network.ForwardInPlace([Ones()], 2).ShouldNotBeNull();
    }

    private static float[] Ones() => [.. Enumerable.Repeat(1f, 20000)];

    private static double Agreement(float[] left, float[] right) =>
        left.Zip(right, (a, b) => a == 0 == (b == 0) ? 1.0 : 0).Average();
}
