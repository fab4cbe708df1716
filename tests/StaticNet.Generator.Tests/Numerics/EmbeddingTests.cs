using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Tables chosen by integers: of every width, of inputs of every rank, beside inputs of floats, and shared by several layers.</summary>
public sealed class EmbeddingTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("EmbeddingOfTokens", "[Input(7, Element = Element.Int32), Embedding(11, 6), Flatten, Dense(9), Tanh, Dense(3), SoftmaxCrossEntropy]"),
        new("EmbeddingsOfManyWidths", """
            [Input(1, Element = Element.Int32, Name = "x0"), Embedding(5, 1)]
            [Input(3, Element = Element.Int32, Name = "x1"), Embedding(4, 17)]
            [Input(2, 3, Element = Element.Int32, Name = "x2"), Embedding(3, 16)]
            [Input(2, 2, 2, Element = Element.Int32, Name = "x3"), Embedding(1, 33)]
            """, 3),
        new("EmbeddingBesideFloats", """
            [Input(4, Name = "numbers"), Dense(6, Name = "dense")]
            [Input(3, Element = Element.Int32, Name = "tokens"), Embedding(5, 2), Flatten, Add("dense"), ReLU, Dense(2), MeanSquaredError]
            """),
        new("EmbeddingsOfOneInput", """
            [Input(6, Element = Element.Int32), Reshape(2, 3, Name = "tokens"), Embedding(9, 4, Name = "a"), Embedding(12, 4, From = "tokens", Name = "b")]
            [Add("a", "b"), Flatten, Dropout(0.3), Dense(4), SoftmaxCrossEntropy]
            """, 20),
        new("EmbeddingWithPadding", """
            [Input(7, Element = Element.Int32), Embedding(4, 6, PaddingIndex = 2, Name = "a"), Flatten, Dense(3), SoftmaxCrossEntropy]
            """),
        new("EmbeddingsOfSharedWeightsWithPadding", """
            [Input(3, Element = Element.Int32), Embedding(4, 6, Weights = "table", Name = "a")]
            [Input(3, Element = Element.Int32, Name = "y"), Embedding(4, 6, Weights = "table", PaddingIndex = 1, Name = "b")]
            [Embedding(4, 6, Weights = "table", From = "input", Name = "c"), Tanh, Add("a", "b"), Flatten, Dense(3), SoftmaxCrossEntropy]
            """),
        new("EmbeddingOfPaddingManyTimes", "[Input(60, Element = Element.Int32), Embedding(2, 5, PaddingIndex = 0), Flatten, Dense(3), SoftmaxCrossEntropy]", 6),
        new("EmbeddingOfOneRowManyTimes", "[Input(60, Element = Element.Int32), Embedding(2, 5), Flatten, Dense(3), SoftmaxCrossEntropy]", 6),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Several_threads_compute_the_same(string name, string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Networks[name];
        var references = new[] { network.Case.BatchCapacity, 2 }.Select(count => Reference.Of(network, count)).ToArray();
        Trial.Run(Networks.Assembly, name, tier, 3, references).ShouldBeNone($"{name} in {tier}");
    }

    /// <summary>The bound is that of the smaller table, and nothing has changed when it is passed.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Integers_out_of_range_change_nothing(string tierName)
    {
        var network = Networks.Assembly.Create("EmbeddingsOfOneInput", TestTier.FindOrSkip(tierName), seed: 3);
        float[] good = [0, 8, 4, 3, 2, 1];
        var before = network.ForwardInPlace([good], 1)!;
        var trainer = network.CreateTrainer(new Sgd(0.1f), 1)!;
        foreach (var wrong in new[] { 9, -1, int.MinValue })
        {
            float[] bad = [0, 8, wrong, 3, 2, 1];
            var message = Should.Throw<ArgumentOutOfRangeException>(() => network.ForwardInPlace([bad], 1)).Message;
            message.ShouldContain($"'inputs' at index 2 is {wrong}, but must be from 0 to 8");
            Should.Throw<ArgumentOutOfRangeException>(() => network.ForwardOne([bad], [new float[4]])).Message.ShouldContain("'input' at index 2");
            Should.Throw<ArgumentOutOfRangeException>(() => trainer.Step([bad], [new[] { 1 }])).Message.ShouldContain("'inputs' at index 2");
        }

        trainer.Trainer.StepCount.ShouldBe(0);
        network.ForwardInPlace([good], 1).ShouldBe(before);
    }

    /// <summary>The vector of what fills up starts as zeros, and no step changes it; the others start as they do without it.</summary>
    [Fact]
    public void PaddingStaysZero()
    {
        var network = Networks.Assembly.Create("EmbeddingWithPadding", TestTier.Scalar, seed: 3);
        var weight = network.Network.Tensors.ToArray().Single(tensor => tensor.Name == "a.weight");
        var before = weight.View(network.Network.Parameters).ToArray();
        before[12..18].ShouldAllBe(value => value == 0);
        before[..12].Concat(before[18..]).ShouldAllBe(value => value != 0);
        network.CreateTrainer(new Sgd(0.1f), 1)!.Step([[0, 2, 2, 3, 2, 1, 2]], [new[] { 1 }]);
        var after = weight.View(network.Network.Parameters).ToArray();
        after[12..18].ShouldAllBe(value => value == 0);
        after.ShouldNotBe(before);
    }

    [Theory]
    [InlineData("PaddingIndex = 3")]
    [InlineData("PaddingIndex = -2")]
    public void SN0011_NoSuchPadding(string argument)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, Input(4, Element = Element.Int32), Embedding(3, 2, {argument})] partial class Net;");
        run.ShouldReport("SN0011", argument);
    }

    [Theory]
    [InlineData("Input(4), Embedding(3, 2)", "it takes integers, but its input is floats")]
    [InlineData("Input(4, Element = Element.Int32), Dense(3)", "it takes floats, but its input is integers")]
    [InlineData("Input(4, Element = Element.Int32), Flatten", "its output 'output' is integers")]
    public void SN0012_ElementsThatALayerDoesNotTake(string layers, string problem)
    {
        var diagnostic = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;").Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("SN0012");
        diagnostic.GetMessage().ShouldContain(problem);
    }

    /// <summary>The copy of the integers is a buffer, too.</summary>
    [Fact]
    public void SN0016_MoreIntegersThanABufferHolds() =>
        GeneratorRun.Of("using StaticNet; [Network(BatchCapacity = 1000000), Input(1000, Element = Element.Int32), Embedding(2, 1), Flatten] partial class Net;").Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("SN0016");
}
