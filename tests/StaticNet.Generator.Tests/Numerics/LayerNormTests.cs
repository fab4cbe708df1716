using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Normalisations of every sample along its last axes.</summary>
public sealed class LayerNormTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("LayerNormOfVectors", 5,
            ("2", "LayerNorm(Epsilon = 0.1)"), ("7", "LayerNorm(Affine = false)"), ("16", "Dense(16), LayerNorm, ReLU"), ("33", "Dense(17), LayerNorm(Epsilon = 0.1)"),
            ("10", "Dense(100), LayerNorm, Dense(3)")),
        NetworkCase.SideBySide("LayerNormOfMatrices", 3,
            ("3, 5", "LayerNorm"), ("17, 4", "LayerNorm(Axes = 2)"), ("4, 17", "Dense(20), LayerNorm, Tanh, Dense(2)"), ("4, 1", "LayerNorm(Axes = 2)"),
            ("4, 6", "Transpose, LayerNorm, Dense(3)")),
        NetworkCase.SideBySide("LayerNormOfImages", 3,
            ("3, 4, 5", "LayerNorm(Axes = 3)"), ("3, 4, 5", "LayerNorm(Axes = 2)"), ("3, 4, 5", "Conv2D(5, 2), LayerNorm(Axes = 3), ReLU"),
            ("3, 4, 5", "Conv2D(4, 3, Padding = 1), LayerNorm(Axes = 2), Conv2D(2, 1)"), ("3, 4, 5", "Conv2D(4, 3, Padding = 1), LayerNorm")),
        NetworkCase.SideBySide("RootMeanSquares", 3,
            ("7", "RMSNorm"), ("5, 20", "Dense(33), RMSNorm, Dense(4)"), ("3, 4, 5", "Conv2D(5, 2), RMSNorm(Axes = 3, Affine = false), ReLU"), ("4", "RMSNorm(Epsilon = 0.5)")),
        new("LayerNormInABranch", """
            [Input(6, 20, Name = "x"), LayerNorm, Dense(24), ReLU, Dense(20), Add("x", Name = "y")]
            [LayerNorm, Dense(16), Tanh, Dense(20), Add("y"), LayerNorm, Flatten, Dense(3), SoftmaxCrossEntropy]
            """, 3),
        new("LongRows", "[Input(2000), LayerNorm, Dense(3), SoftmaxCrossEntropy]", 2),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Theory]
    [InlineData("Softmax", 1)]
    [InlineData("LogSoftmax", 1)]
    [InlineData("LayerNorm", 1)]
    [InlineData("RMSNorm", 1)]
    public void Rows_are_one_kernel_forward(string layer, int kernels)
    {
        var network = LoweredNetwork.Of([new("Rows", $"[Input(4, 40), {layer}(Name = \"rows\"), HalfSumSquaredError]", 4)]).Single();
        network.Compiled.Inference.Calls.Count(call => call.Node.Origin is { Layer: "rows", Phase: Graph.Phase.Forward }).ShouldBe(kernels);
    }
}
