using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Layers on the same weights: one set of them, whose gradient is the sum of what each layer gives.</summary>
public sealed class SharedWeightsTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("SharedDense", """
            [Input(6), Dense(6, Weights = "step"), Tanh, Dense(6, Weights = "step"), Tanh, Dense(6, Weights = "step", Name = "last"), ReLU]
            [Dense(3), SoftmaxCrossEntropy]
            """),
        new("SharedConvolutions", """
            [Input(4, 6, 5, Name = "x"), Conv2D(4, 3, Padding = 1, Weights = "w", Name = "a"), ReLU, Conv2D(4, 3, Padding = 1, Weights = "w", Name = "b")]
            [Conv2D(4, 3, Padding = 1, Weights = "w", From = "x", Name = "c"), Add("a", "b", "c"), Flatten, Dense(2), MeanSquaredError]
            """, 3),
        new("SiameseEmbeddings", """
            [Input(3, Element = Element.Int32, Name = "left"), Embedding(7, 4, Weights = "table"), Flatten, Dense(5, Weights = "tower", Name = "a")]
            [Input(3, Element = Element.Int32, Name = "right"), Embedding(7, 4, Weights = "table"), Flatten, Dense(5, Weights = "tower"), Add("a"), Dense(2), MeanSquaredError]
            """, 4),
        new("SharedOverManyRows", """
            [Input(20, 3, Name = "x"), Dense(5, Weights = "w", Name = "a"), Tanh, Dense(3), Dense(5, Weights = "w", Name = "b"), Add("a"), Flatten, Dense(2), MeanSquaredError]
            """, 40),
        new("SharedConvolutionsOfManySamples", """
            [Input(3, 9, 7, Name = "x"), Conv2D(3, 3, Padding = 1, Weights = "w"), Tanh, Conv2D(3, 3, Padding = 1, Weights = "w"), Tanh, Conv2D(3, 3, Padding = 1, Weights = "w")]
            [Conv2D(2, 1, Weights = "p"), Flatten, Dense(2), MeanSquaredError]
            """, 70),
        new("SharedRepetitions", "[Input(6), Use(typeof(GatedBlock), 6, Repeat = 3, Shared = true), Dense(3), SoftmaxCrossEntropy]", 4, """
            [Block]
            [Dense(N), Sigmoid(Name = "gate"), Dense(N, From = "input", Bias = false), Multiply("gate"), Add("input")]
            public static class GatedBlock { [BlockParameter] public const int N = 4; }

            [Block]
            [Use(typeof(GatedBlock), N), LayerNorm, Use(typeof(GatedBlock), N, Name = "second")]
            public static class PairOfBlocks { [BlockParameter] public const int N = 4; }
            """),
        new("SharedInShared", "[Input(5), Use(typeof(NestedBlocks), 5, Repeat = 2, Shared = true), Dense(2), MeanSquaredError]", 3, """
            [Block]
            [Use(typeof(GatedBlock), N, Repeat = 2), Dense(N, Weights = "w"), Tanh, Dense(N, Weights = "w"), Use(typeof(GatedBlock), N, Repeat = 2, Shared = true)]
            [Use(typeof(GatedBlock), N, Weights = "g"), Use(typeof(GatedBlock), N, Weights = "g")]
            public static class NestedBlocks { [BlockParameter] public const int N = 4; }
            """),
        new("SharedTowers", """
            [Input(5, Name = "left"), Use(typeof(PairOfBlocks), 5, Weights = "tower", Name = "a")]
            [Input(5, Name = "right"), Use(typeof(PairOfBlocks), 5, Weights = "tower"), Subtract("a"), Dense(2), MeanSquaredError]
            """, 3),
        new("SharedCells", """
            [Input(4, 3, Name = "x"), Scan(typeof(SharedElmanCell), 4, Weights = "cell", Name = "there")]
            [Scan(typeof(SharedElmanCell), 4, Weights = "cell", From = "x", Reversed = true), Add("there"), Flatten, Dense(2), SoftmaxCrossEntropy]
            """, 3, ScanTests.Cells.Replace("ElmanCell", "SharedElmanCell", StringComparison.Ordinal)),
        new("SharedOfFlattenedImages", """
            [Input(3, 4, 4, Name = "x"), Conv2D(6, 2), Flatten, Dense(7, Weights = "w", Name = "a")]
            [Input(54, Name = "y"), Dense(7, Weights = "w"), Add("a"), Dense(2), MeanSquaredError]
            """, 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void There_is_one_set_of_weights_under_the_names_of_the_first() =>
        Networks.Assembly.Networks["SharedDense"].Interface.Parameters.Select(parameter => parameter.Name).ShouldBe(["0.weight", "0.bias", "6.weight", "6.bias"]);

    [Fact]
    public void Uses_of_a_block_have_one_set_of_weights()
    {
        Networks.Assembly.Networks["SharedRepetitions"].Interface.Parameters.Select(parameter => parameter.Name)
            .ShouldBe(["0.0.weight", "0.0.bias", "0.2.weight", "1.weight", "1.bias"]);
        Networks.Assembly.Networks["SharedInShared"].Interface.Parameters.Select(parameter => parameter.Name).ShouldBe([
            "0.0.0.0.weight", "0.0.0.0.bias", "0.0.0.2.weight", "0.0.1.0.weight", "0.0.1.0.bias", "0.0.1.2.weight", "0.1.weight", "0.1.bias",
            "0.4.0.weight", "0.4.0.bias", "0.4.2.weight", "0.5.0.weight", "0.5.0.bias", "0.5.2.weight", "1.weight", "1.bias",
        ]);
        Networks.Assembly.Networks["SharedTowers"].Interface.Parameters.Select(parameter => parameter.Name).ShouldBe([
            "a.0.0.weight", "a.0.0.bias", "a.0.2.weight", "a.1.weight", "a.1.bias", "a.second.0.weight", "a.second.0.bias", "a.second.2.weight", "3.weight", "3.bias",
        ]);
    }

    /// <summary>Each use adds its gradient to what those before it made, where that is to be: more uses take no more memory for gradients.</summary>
    [Fact]
    public void Their_gradients_are_added_up_in_one_place()
    {
        const int weights = 48 * 48;
        long few = Workspace(2);
        (Workspace(8) - few).ShouldBeLessThan(weights);

        var graph = Lower(8).After("Step")!;
        graph.Nodes.Count(node => node.Operation is DenseWeightGradient { Accumulates: true }).ShouldBe(7);
        graph.Nodes.ShouldNotContain(node => node.Operation is Map && node.Shape.Length == weights);

        static long Workspace(int uses) => Lower(uses).Compiled.WorkspaceLength;

        static LoweredNetwork Lower(int uses) => LoweredNetwork.Of(new NetworkCase($"SharedBy{uses}", $"""
            [Input(48), {string.Join(", ", Enumerable.Range(0, uses).Select(i => $"Dense(48, Weights = \"w\", Bias = false, Name = \"u{i}\"), ReLU"))}, HalfSumSquaredError]
            """, 2));
    }

    [Theory]
    [InlineData("Input(4), Dense(4, Weights = \"w\"), Dense(3, Weights = \"w\")", "\"w\"", "its weight would have shape (3, 4), but that of 'w' has (4, 4)")]
    [InlineData("Input(4), Dense(4, Weights = \"w\", Bias = false), Dense(4, Weights = \"w\")", "\"w\"", "has no bias")]
    [InlineData("Input(1, 4, 4), Conv2D(4, 1, Weights = \"w\"), Flatten, Dense(4, Weights = \"w\")", "\"w\"", "are those of a layer Conv2D")]
    [InlineData("Input(4), ReLU(Weights = \"w\")", "\"w\"", "it has no weights to share")]
    [InlineData("Input(4), ReLU, Output(Weights = \"w\")", "\"w\"", "it has no weights to share")]
    [InlineData("Input(4), Use(typeof(B), Weights = \"w\"), Use(typeof(C), Weights = \"w\")", "\"w\"", "are those of a block B")]
    [InlineData("Input(3), Use(typeof(B), Repeat = 2, Shared = true)", "Dense(4)", "its weight would have shape (4, 4), but that of 'B' has (4, 3)")]
    [InlineData("Input(4), ReLU, MeanSquaredError(Weight = 2, Weights = \"w\")", "\"w\"", "it has no weights to share")]
    public void SN0012_WeightsThatCannotBeShared(string layers, string squiggle, string problem)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net; [Block, Dense(4)] class B; [Block, Dense(4)] class C;");
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("SN0012");
        run.Squiggle(diagnostic).ShouldEndWith(squiggle);
        diagnostic.GetMessage().ShouldContain(problem);
    }
}
