using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Convolutions and poolings over one axis and over three, and transposed convolutions.</summary>
public sealed class SpatialTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("Sequences", 3,
            ("3, 12", "Conv1D(5, 3)"), ("3, 12", "Conv1D(17, 3, Padding = 1), ReLU, Conv1D(4, 2, Stride = 2)"), ("4, 9", "Conv1D(6, 3, Groups = 2, Dilation = 2, Bias = false)"),
            ("1, 20", "Conv1D(8, 5, Paddings = new[] { 4, 0 }), Tanh, MaxPool1D(2), AveragePool1D(3, Stride = 1, Padding = 1), Flatten, Dense(3)"),
            ("4, 6", "MaxPool1D(3, Padding = Padding.Same)")),
        new("NormalisedSequences", "[Input(3, 10), Conv1D(16, 3, Padding = Padding.Same), BatchNorm, ReLU, Conv1D(5, 1), Transpose, Dense(4), LayerNorm, Flatten, Dense(2), SoftmaxCrossEntropy]", 3),
        NetworkCase.SideBySide("Volumes", 2,
            ("2, 4, 5, 6", "Conv3D(3, 3)"), ("2, 4, 5, 6", "Conv3D(5, 3, Padding = 1), ReLU, Conv3D(2, 2, 1, 3, Strides = new[] { 2, 1, 3 })"),
            ("4, 5, 3, 3", "Conv3D(4, 2, 3, 3, Groups = 2, Dilations = new[] { 2, 1, 1 }, Paddings = new[] { 1, 1, 1, 0, 1, 1 }, Bias = false)"),
            ("1, 3, 3, 3", "Conv3D(2, 1, 3, 3)")),
        new("VolumesWithALoss", "[Input(1, 6, 5, 5), Conv3D(4, 3, Stride = 2, Padding = 1), BatchNorm, ReLU, Flatten, Dense(3), SoftmaxCrossEntropy]", 2),
        NetworkCase.SideBySide("Transposed", 3,
            ("6, 1, 1", "ConvTranspose2D(4, 4)"), ("3, 4, 5", "ConvTranspose2D(5, 4, Stride = 2, Padding = 1), ReLU, ConvTranspose2D(2, 3, Stride = 2, Padding = 1, OutputPadding = 1)"),
            ("4, 3, 3", "ConvTranspose2D(6, 2, 3, Strides = new[] { 1, 2 }, Groups = 2, Bias = false)"), ("2, 4, 4", "ConvTranspose2D(3, 3, Dilation = 2, Padding = 2), Tanh"),
            ("3, 5", "ConvTranspose1D(4, 4, Stride = 2, Padding = 1)"), ("16, 6, 6", "ConvTranspose2D(32, 3, Padding = 1)")),
        NetworkCase.SideBySide("TransposedVolumes", 2,
            ("3, 2, 3, 4", "ConvTranspose3D(4, 3)"), ("3, 2, 3, 2", "ConvTranspose3D(5, 4, Stride = 2, Padding = 1), ReLU, ConvTranspose3D(2, 3, Stride = 2, Padding = 1, OutputPadding = 1)"),
            ("4, 2, 2, 3", "ConvTranspose3D(6, 2, 3, 1, Strides = new[] { 3, 1, 2 }, Groups = 2, Bias = false)"), ("2, 3, 2, 2", "ConvTranspose3D(3, 2, Dilation = 3, OutputPadding = 2), Tanh"),
            ("4, 1, 1, 1", "ConvTranspose3D(8, 4)"), ("2, 3, 3, 3", "ConvTranspose3D(3, 1, 2, 2, Paddings = new[] { 1, 0, 0, 1, 1, 0 })"), ("2, 3, 2, 2", "ConvTranspose3D(3, 1, 1, 1, Strides = new[] { 2, 1, 1 })")),
        new("VolumesThereAndBack", "[Input(2, 4, 4, 4), Conv3D(6, 3, Stride = 2, Padding = 1), BatchNorm, ReLU, ConvTranspose3D(2, 4, Stride = 2, Padding = 1), MeanSquaredError]", 2),
        NetworkCase.SideBySide("Depthwise", 3,
            ("5, 6, 7", "DepthwiseConv2D(3, Padding = 1), ReLU, Conv2D(4, 1)"), ("3, 6, 6", "DepthwiseConv2D(2, 3, Multiplier = 4, Strides = new[] { 2, 1 }, Bias = false)"),
            ("1, 5, 5", "DepthwiseConv2D(3, Multiplier = 6), MaxPool2D(3)"), ("16, 8, 8", "Conv2D(32, 1), DepthwiseConv2D(3, Padding = Padding.Same, Dilation = 2), Tanh")),
        NetworkCase.SideBySide("Shuffles", 3,
            ("12, 3, 4", "PixelShuffle(2)"), ("2, 6, 4", "PixelUnshuffle(2)"), ("2, 5, 5", "Conv2D(18, 3, Padding = 1), PixelShuffle(3), ReLU, Conv2D(1, 3)"),
            ("3, 6, 6", "Conv2D(2, 3, Padding = 1), PixelUnshuffle(3), Conv2D(4, 1)"), ("4, 2, 2", "PixelShuffle(2), PixelUnshuffle(2), Tanh"), ("3, 2, 2", "PixelShuffle(1), Tanh")),
        new("Generator", """
            [Input(16), Reshape(16, 1, 1), ConvTranspose2D(12, 4, Bias = false), BatchNorm, ReLU, ConvTranspose2D(6, 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, ReLU]
            [ConvTranspose2D(1, 4, Stride = 2, Padding = 1), Tanh, MeanSquaredError]
            """, 4),
        new("Autoencoder", """
            [Input(1, 8, 8), Conv2D(6, 3, Stride = 2, Padding = 1), ReLU, Conv2D(8, 3, Stride = 2, Padding = 1), ReLU]
            [ConvTranspose2D(6, 4, Stride = 2, Padding = 1), ReLU, ConvTranspose2D(1, 4, Stride = 2, Padding = 1), MeanSquaredError]
            """, 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Theory]
    [InlineData("Input(6, 4, 4), PixelShuffle(2)", "SN0012", "2", "the square of 2 does not divide the 6 channels of (6, 4, 4); write [PixelShuffle(1)]")]
    [InlineData("Input(2, 4, 6), PixelUnshuffle(4)", "SN0012", "4", "4 does not divide height and width of (2, 4, 6); write [PixelUnshuffle(2)]")]
    [InlineData("Input(4, 4, 4), PixelShuffle(0)", "SN0011", "0", "must be at least 1")]
    [InlineData("Input(4, 4), PixelShuffle(2)", "SN0012", "PixelShuffle(2)", "it takes an image of shape (C, H, W)")]
    [InlineData("Input(4, 4, 4), PixelShuffle(int.MaxValue)", "SN0012", "int.MaxValue", "write [PixelShuffle(2)]")]
    public void MistakesAreShownOnTheArgument(string layers, string id, string squiggle, string message)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;");
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id);
        diagnostic.GetMessage().ShouldContain(message);
        run.Squiggle(diagnostic).ShouldBe(squiggle);
    }

    /// <summary>Weights of a sequence's convolution lie as it reads them: nothing is copied in a call.</summary>
    [Fact]
    public void Weights_under_another_shape_are_not_copied() =>
        LoweredNetwork.Of(new NetworkCase("Sequence", "[Input(3, 40), Conv1D(16, 3), ReLU, Conv1D(4, 3)]")).After("Inference")!.Nodes
            .ShouldNotContain(node => node.Operation is Ops.ChangeLayout && !node.Type.Batched);
}
