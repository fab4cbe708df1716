using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Data gradients of convolutions that are scattered: few and many channels, paddings up to the window's reach, pixels that tiles do not fill.</summary>
public sealed class ScatterTests
{
    private static readonly (string Shape, string Layers)[] Shapes =
    [
        ("6, 14, 14", "Conv2D(16, 5), ReLU"), ("1, 9, 7", "Conv2D(3, 3, Padding = 1)"), ("2, 3, 3", "Conv2D(5, 3, Padding = 2)"),
        ("3, 8, 19", "Conv2D(4, 1, 4), Tanh"), ("5, 6, 11", "Conv2D(7, 4, 2, Paddings = new[] { 3, 0, 1, 1 }, Bias = false)"),
        ("16, 6, 6", "Conv2D(32, 3, Padding = 1), ReLU, Conv2D(1, 3)"), ("33, 5, 5", "Conv2D(20, 2), ReLU"), ("1, 4, 4", "Conv2D(1, 4)"),
    ];

    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("Scattered", 3, Shapes) with { Choices = new(ScattersGradients: true) },
        new("ScatteredTraining", """
            [Input(2, 12, 12), Conv2D(6, 3, Padding = 1), ReLU, MaxPool2D(2), Conv2D(8, 3), ReLU, Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 4) { Choices = new(ScattersGradients: true) },
        NetworkCase.SideBySide("ScatteredByChoice", 2, ("6, 14, 14", "Conv2D(16, 5), ReLU")),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void It_is_chosen_where_input_channels_are_few_and_the_border_is_wide()
    {
        Scatters("[Input(6, 14, 14), Conv2D(16, 5)]").ShouldBeTrue();
        Scatters("[Input(64, 56, 56), Conv2D(64, 5, Padding = 2)]").ShouldBeFalse();
        Scatters("[Input(8, 16, 16), Conv2D(16, 3, Stride = 2)]").ShouldBeFalse();
        Scatters("[Input(8, 16, 16), Conv2D(16, 3, Groups = 2)]").ShouldBeFalse();

        static bool Scatters(string attributes) => LoweredNetwork.Of(new NetworkCase("Chosen", attributes)).After("Inference")!.Nodes
            .Single(node => node.Operation is TransposedConvolution).Schedule.Algorithm is ScatteredConvolutionAlgorithm;
    }
}
