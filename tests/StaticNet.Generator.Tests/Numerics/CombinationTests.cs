using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Values that are taken apart, put together, chosen from and reduced along axes.</summary>
public sealed class CombinationTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("Stacks", """
            [Input(3, 4, Name = "a"), Dense(4, Name = "b"), Tanh(Name = "c")]
            [Stack("a", "b", "c", Name = "first"), Flatten, Output]
            [Stack("b", "a", Axis = 1, Name = "middle"), Dense(2), Output]
            [Stack("c", "b", Axis = -1), Output]
            """, 3),
        new("StackOfImages", """
            [Input(2, 5, 6, Name = "a"), Conv2D(2, 3, Padding = 1, Name = "b")]
            [Stack("a"), Reshape(4, 5, 6), Conv2D(3, 2), Flatten, Dense(3), SoftmaxCrossEntropy]
            """, 3),
        new("StackOfHiddenImages", """
            [Input(3, 6, 5, Name = "x"), Conv2D(4, 3, Padding = 1, Name = "a"), ReLU(Name = "b")]
            [Stack("a", "b"), Reshape(8, 6, 5), Conv2D(3, 3), Flatten, MeanSquaredError]
            """, 3),
        new("SplitInThree", """
            [Input(5, 12), Dense(24), Split("q", "k", "v", Axis = -1)]
            [MatMul("q", "k", TransposeB = true), Softmax(Name = "p")]
            [MatMul("p", "v"), Flatten, Dense(3), SoftmaxCrossEntropy]
            """, 3),
        new("SplitByLengths", """
            [Input(6, 4, 5), Conv2D(6, 3, Padding = 1), Split("a", "b", "c", Lengths = new[] { 1, 3, 2 })]
            [ReLU(From = "a", Name = "x"), Tanh(From = "b", Name = "y")]
            [Concat("c", "y", "x", "a"), Conv2D(2, 2), Flatten, MeanSquaredError]
            """, 3),
        new("SplitIntoOutputs", """
            [Input(3, 8, Name = "x"), Split("left", "right", Axis = 1)]
            """, 3),
        new("SplitOfAPart", """
            [Input(5, 12), Dense(18), Split("q", "k", "v", Axis = -1)]
            [Split("first", "second", From = "v", Axis = 0, Lengths = new[] { 2, 3 })]
            [Flatten(From = "first"), Dense(4, Name = "a"), Flatten(From = "second"), Dense(4), Add("a"), SoftmaxCrossEntropy]
            """, 3),
        new("SplitIntoGates", """
            [Input(2, 6, 6), Conv2D(6, 3, Padding = 1), Split("a", "b")]
            [Sigmoid(From = "b", Name = "gate"), Multiply("a", "gate"), Conv2D(2, 3), Flatten, MeanSquaredError]
            """, 3),
        new("SplitInBlocks", """
            [Input(8), Use(typeof(SplitHalves)), Use(typeof(SplitHalves), Repeat = 2), MeanSquaredError]
            """, 5, """[Block, Dense(8), Split("a", "b"), Sigmoid(From = "a"), Concat("b")] public static class SplitHalves { }"""),
        new("SplitIntoOne", """[Input(3, 8), Split("all"), Tanh]""", 3),
        NetworkCase.SideBySide("Squeezes", 3,
            ("3, 1, 4, 1", "Squeeze"), ("1, 1", "Squeeze, Tanh"), ("3, 1, 4, 1", "Squeeze(-1), Dense(2)"), ("3, 4", "Unsqueeze(0), Conv2D(2, 2)"),
            ("3, 4", "Unsqueeze(-1), Tanh"), ("5", "Unsqueeze(1), Dense(3), Squeeze, Transpose"), ("2, 6, 6", "Conv2D(5, 6), Squeeze, Dense(3)")),
        NetworkCase.SideBySide("FlattenedAxes", 3,
            ("2, 3, 4", "Flatten(StartAxis = 1), Dense(5)"), ("2, 3, 4", "Flatten(EndAxis = 1), Transpose"), ("2, 5, 5", "Conv2D(3, 2), Flatten(StartAxis = -2), Dense(2)"),
            ("2, 3, 4, 5", "Flatten(StartAxis = 1, EndAxis = 2), Conv2D(2, 3)")),
        NetworkCase.SideBySide("GathersOfConstants", 3,
            ("7, 3", "Gather(2, 0, 6, 6, 1, 2, 3)"), ("3, 7", "Gather(-1, 0, Axis = 1), Dense(4)"), ("4, 5, 6", "Conv2D(5, 2), Gather(4, 1, 1), Conv2D(2, 2)"),
            ("3, 4, 5", "Gather(3, 2, 1, 0, Axis = -2), Tanh"), ("4", "Gather(0, 1, 2, 3)"), ("9", "Gather(5)"), ("6", "Gather(3, 4, 5), ReLU")),
        new("GatherOfTokens", """
            [Input(3, Element = Element.Int32, Name = "chosen"), Input(5, 7), Dense(6), Gather("chosen"), Flatten, Dense(3), SoftmaxCrossEntropy]
            """),
        new("GathersAlongAxes", """
            [Input(2, 3, Element = Element.Int32, Name = "i"), Input(4, Element = Element.Int32, Name = "j")]
            [Input(4, 5, 6, Name = "x"), Conv2D(4, 3, Padding = 1, Name = "y")]
            [Gather("i", From = "x", Axis = 1), Output]
            [Gather("j", From = "y", Axis = -1), Tanh, Output]
            [Gather("i", From = "y"), Output]
            """, 3),
        new("GathersFromImages", """
            [Input(3, 6, 5, Name = "x"), Conv2D(7, 3, Name = "h"), Input(3, Element = Element.Int32, Name = "i")]
            [Gather("i", From = "h"), Conv2D(2, 2), Flatten, Dense(2), Output]
            [Gather("i", From = "h", Axis = -1), Flatten, Dense(3), MeanSquaredError]
            """, 3),
        new("GatherOfOneManyTimes", """
            [Input(100, Element = Element.Int32, Name = "chosen"), Input(2, 17, Name = "x"), Gather("chosen"), Reduce(Reduction.Sum, 0), MeanSquaredError]
            """, 3),
        new("OneHots", """
            [Input(6, Element = Element.Int32, Name = "i"), OneHot(5, Name = "marks"), Dense(7), Tanh, Flatten, Dense(3), SoftmaxCrossEntropy(Name = "loss")]
            [Output(From = "marks")]
            """),
        new("OneHotBesideEmbedding", """
            [Input(2, 2, Element = Element.Int32, Name = "i"), OneHot(4), Dense(3, Name = "a")]
            [Embedding(6, 3, From = "i", Name = "b")]
            [Add("a", "b"), Flatten, MeanSquaredError]
            """),
        NetworkCase.SideBySide("Sums", 3,
            ("3, 4, 5", "Reduce(Reduction.Sum, 1)"), ("3, 4, 5", "Tanh, Reduce(Reduction.Sum, 0, 2, KeepAxes = true)"), ("3, 4, 5", "Reduce(Reduction.Sum)"),
            ("2, 5, 6", "Conv2D(17, 3), Reduce(Reduction.Mean, 1, 2), Dense(3)"), ("7, 9", "Reduce(Reduction.Mean, -1, KeepAxes = true), Sigmoid"), ("20", "Reduce(Reduction.Mean)"),
            ("2, 3, 4, 5", "Reduce(Reduction.Sum, 0, -1), Dense(2)")),
        NetworkCase.SideBySide("Extrema", 3,
            ("3, 4, 5", "Reduce(Reduction.Maximum, 1)"), ("3, 4, 5", "Reduce(Reduction.Minimum, 0, 2, KeepAxes = true)"), ("3, 4, 5", "Reduce(Reduction.Maximum)"),
            ("2, 5, 6", "Conv2D(17, 3), Reduce(Reduction.Maximum, 1, 2), Dense(3)"), ("2, 5, 6", "Conv2D(4, 2), Tanh, Reduce(Reduction.Minimum, -1)"), ("20", "Reduce(Reduction.Minimum)"),
            ("7, 9", "Dense(5), Reduce(Reduction.Maximum, 0), Dense(2)"), ("2, 3, 4, 5", "Reduce(Reduction.Maximum, 0, -1), Dense(2)")),
        new("Cosines", """
            [Input(5, 8, Name = "a"), Dense(8, Name = "b"), Input(8, Name = "c"), Input(5, 1, Name = "d")]
            [CosineSimilarity("a", "b", Axis = -1), Output]
            [CosineSimilarity("b", "c", Axis = 1, Epsilon = 0.5), Output]
            [CosineSimilarity("a", "d"), Tanh, Output]
            [CosineSimilarity("c", "c"), Output]
            """, 3),
        new("CosinesOfImages", """
            [Input(3, 4, 5, Name = "a"), Conv2D(6, 1, Name = "b"), Conv2D(6, 1, From = "a")]
            [CosineSimilarity("b"), Dense(3), Flatten, MeanSquaredError]
            """, 3),
        new("SiameseCosine", """
            [Input(10, Name = "left"), Dense(6, Weights = "shared"), Tanh(Name = "a")]
            [Input(10, Name = "right"), Dense(6, Weights = "shared"), Tanh(Name = "b")]
            [CosineSimilarity("a", "b"), MeanSquaredError]
            """),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string> Names => [.. Networks.Cases.Select(@case => @case.Name)];

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_slopes(string name)
    {
        var network = Networks.Assembly.Networks[name];
        var (directions, crossing) = SlopeComparison.Check(network, Reference.Of(network, 2).Data);
        crossing.ShouldBeLessThan(directions);
    }

    /// <summary>Each sample chooses from itself, whichever thread computes it.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Several_threads_compute_the_same(string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        foreach (var name in new[] { "GatherOfTokens", "GathersAlongAxes", "OneHots" })
        {
            var network = Networks.Assembly.Networks[name];
            var references = new[] { network.Case.BatchCapacity, 2 }.Select(count => Reference.Of(network, count)).ToArray();
            Trial.Run(Networks.Assembly, name, tier, 3, references).ShouldBeNone($"{name} in {tier}");
        }
    }

    /// <summary>Positions are below the length of the axis, and nothing has changed when one is not.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Positions_out_of_range_change_nothing(string tierName)
    {
        var network = Networks.Assembly.Create("GatherOfTokens", TestTier.FindOrSkip(tierName), seed: 3);
        var x = Enumerable.Range(0, 35).Select(i => i / 35f).ToArray();
        var before = network.ForwardInPlace([[4, 0, 3], x], 1)!;
        foreach (var wrong in new[] { 5, -1 })
        {
            Should.Throw<ArgumentOutOfRangeException>(() => network.ForwardInPlace([[0, wrong, 1], x], 1)).Message
                .ShouldContain($"'chosen' at index 1 is {wrong}, but must be from 0 to 4");
        }

        network.ForwardInPlace([[4, 0, 3], x], 1).ShouldBe(before);
    }

    /// <summary>A layer that changes nothing has a value of its own all the same, which is the network's output.</summary>
    [Theory]
    [InlineData("Input(4), Slice(0, 4)")]
    [InlineData("Input(4, 3), Permute(0, 1)")]
    [InlineData("Input(4), Gather(0, 1, 2, 3)")]
    [InlineData("Input(4), Split(\"all\")")]
    public void WhatChangesNothingIsAnOutput(string layers)
    {
        var network = LoweredNetwork.Of(new NetworkCase("Identity", $"[{layers}]"));
        network.Interface.Outputs.ShouldHaveSingleItem().Shape.ShouldBe(network.Interface.Inputs[0].Shape);
    }
}
