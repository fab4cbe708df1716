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

    [Theory]
    [InlineData("Input(4), Dense(4, Weights = \"w\"), Dense(3, Weights = \"w\")", "\"w\"", "its weight would have shape (3, 4), but that of 'w' has (4, 4)")]
    [InlineData("Input(4), Dense(4, Weights = \"w\", Bias = false), Dense(4, Weights = \"w\")", "\"w\"", "has no bias")]
    [InlineData("Input(1, 4, 4), Conv2D(4, 1, Weights = \"w\"), Flatten, Dense(4, Weights = \"w\")", "\"w\"", "are those of a layer Conv2D")]
    [InlineData("Input(4), ReLU(Weights = \"w\")", "\"w\"", "it has no weights to share")]
    [InlineData("Input(4), ReLU, Output(Weights = \"w\")", "\"w\"", "it has no weights to share")]
    [InlineData("Input(4), Use(typeof(B), Weights = \"w\")", "\"w\"", "it has no weights to share")]
    [InlineData("Input(4), ReLU, MeanSquaredError(Weight = 2, Weights = \"w\")", "\"w\"", "it has no weights to share")]
    public void SN0012_WeightsThatCannotBeShared(string layers, string squiggle, string problem)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net; [Block, Dense(4)] class B;");
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("SN0012");
        run.Squiggle(diagnostic).ShouldEndWith(squiggle);
        diagnostic.GetMessage().ShouldContain(problem);
    }
}
