using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Convolutions with lanes over pixels: few and many channels, images that vectors do not fill, borders, panels of weights, single pixels.</summary>
public sealed class PlaneTests
{
    private static readonly (string Shape, string Layers)[] Shapes =
    [
        ("3, 9, 17", "Conv2D(1, 3, Padding = 1), Sigmoid"), ("16, 8, 32", "Conv2D(16, 3, Padding = 1), ReLU"),
        ("2, 3, 3", "Conv2D(5, 3, Padding = 2)"), ("1, 28, 28", "Conv2D(6, 5, Padding = 2), ReLU"),
        ("5, 6, 11", "Conv2D(7, 4, 2, Paddings = new[] { 3, 0, 1, 1 }, Bias = false)"), ("4, 5, 6", "Conv2D(3, 1)"),
        ("6, 12, 9", "Conv2D(48, 3, Dilation = 2, Padding = 2), LeakyReLU(0.1)"), ("3, 4, 4", "Conv2D(2, 4)"),
        ("3, 10, 10", "Conv2D(17, 7, Padding = 3), ReLU, Conv2D(2, 3, Padding = 1), Conv2D(3, 1)"),
        ("8, 6, 6", "Conv2D(4, 3, Padding = 1, Name = \"a\"), Conv2D(4, 3, Padding = 1, Name = \"b\"), Add(\"a\", \"b\"), ReLU"),
    ];

    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("InPlanes", 3, Shapes) with { Choices = new(InPlanes: true) },
        new("PlanesInTraining", """
            [Input(2, 12, 12), Conv2D(6, 3, Padding = 1), ReLU, MaxPool2D(2), Conv2D(8, 3), ReLU, Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 4) { Choices = new(InPlanes: true) },
        new("PlanesOfTwoReaders", """
            [Input(3, 12, 12, Name = "image"), Conv2D(4, 3, Padding = 1, Name = "a"), Conv2D(4, 5, Padding = 2, From = "image", Name = "b")]
            [Concat("a", "b"), Conv2D(1, 1), Flatten, MeanSquaredError]
            """, 3) { Choices = new(InPlanes: true) },
        NetworkCase.SideBySide("PlanesByChoice", 2, ("16, 32, 32", "Conv2D(16, 3, Padding = 1), ReLU"), ("24, 20, 20", "Conv2D(3, 3, Padding = 1), Tanh")) with
        {
            Options = ", Precision = Precision.Strict",
        },
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void They_are_chosen_for_few_channels_and_for_what_comes_and_leaves_row_major()
    {
        InPlanes("[Input(16, 32, 32), Conv2D(16, 3, Padding = 1), ReLU]").ShouldBe([true]);
        InPlanes("[Input(32, 24, 24), Conv2D(64, 5), ReLU, Conv2D(3, 5)]").ShouldBe([false, true]);
        InPlanes("[Input(64, 56, 56), Conv2D(64, 3, Padding = 1), ReLU]").ShouldBe([false]);
        InPlanes("[Input(16, 32, 32), Conv2D(16, 3, Padding = 1, Stride = 2)]").ShouldBe([false]);

        static bool[] InPlanes(string attributes) => [.. LoweredNetwork.Of(new NetworkCase("Chosen", attributes) { Options = ", Precision = Precision.Strict" })
            .After("Inference")!.Nodes.Where(node => node.Operation is Convolution).Select(node => node.Schedule.Algorithm is PlaneConvolutionAlgorithm)];
    }
}
