using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Convolutions and both their gradients: strides, paddings, dilations, groups, channels and images of every kind.</summary>
public sealed class ConvolutionTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("ConvolutionStrides", 3,
            ("3, 9, 9", "Conv2D(5, 3, Stride = 2)"), ("2, 10, 11", "Conv2D(8, 3, Stride = 3)"), ("3, 8, 7", "Conv2D(6, 3, Strides = new[] { 2, 1 })"),
            ("2, 7, 9", "Conv2D(16, 2, Stride = 3)"), ("1, 12, 12", "Conv2D(6, 4, Stride = 4)"), ("4, 11, 11", "Conv2D(4, 5, Stride = 5, Padding = 2)"),
            ("3, 13, 13", "Conv2D(4, 3, Stride = 6)")),
        NetworkCase.SideBySide("ConvolutionPaddings", 3,
            ("3, 6, 6", "Conv2D(5, 3, Padding = 1)"), ("1, 7, 5", "Conv2D(6, 5, Padding = 2)"), ("2, 5, 6", "Conv2D(3, 3, Paddings = new[] { 0, 1, 2, 3 })"),
            ("2, 5, 5", "Conv2D(17, 2, Padding = Padding.Same)"), ("3, 7, 8", "Conv2D(8, 4, Padding = Padding.Same, Stride = 2)"),
            ("3, 9, 7", "Conv2D(4, 3, Padding = Padding.Same, Stride = 3)"), ("2, 3, 3", "Conv2D(3, 3, Padding = 5)")),
        NetworkCase.SideBySide("ConvolutionDilations", 3,
            ("3, 9, 9", "Conv2D(5, 3, Dilation = 2)"), ("2, 7, 11", "Conv2D(8, 3, Dilations = new[] { 1, 3 })"),
            ("2, 9, 10", "Conv2D(16, 3, Dilation = 2, Stride = 2, Padding = 2)"), ("3, 10, 10", "Conv2D(4, 2, Dilation = 3, Stride = 3, Padding = 1)"),
            ("2, 19, 23", "Conv2D(5, 3, Dilation = 2, Stride = 4, Padding = 3)"), ("2, 17, 19", "Conv2D(4, 4, Dilations = new[] { 4, 3 }, Strides = new[] { 6, 3 }, Padding = 2)"),
            ("2, 21, 20", "Conv2D(3, 4, Dilations = new[] { 3, 1 }, Strides = new[] { 5, 7 }, Paddings = new[] { 4, 1, 0, 3 })"),
            ("1, 8, 8", "Conv2D(6, 3, Dilation = 2, Padding = Padding.Same)")),
        NetworkCase.SideBySide("ConvolutionGroups", 3,
            ("6, 6, 6", "Conv2D(8, 3, Groups = 2)"), ("6, 5, 5", "Conv2D(9, 3, Groups = 3, Padding = 1)"), ("20, 5, 5", "Conv2D(40, 3, Groups = 2, Bias = false)"),
            ("8, 6, 6", "Conv2D(8, 3, Groups = 8, Padding = 1)"), ("3, 6, 5", "Conv2D(6, 3, Groups = 3, Stride = 2)"),
            ("6, 7, 7", "Conv2D(4, 3, Groups = 2, Stride = 2, Dilation = 2, Padding = 2)"), ("16, 4, 4", "Conv2D(32, 1, Groups = 4)")),
        NetworkCase.SideBySide("ConvolutionDepthwise", 3,
            ("3, 7, 9", "Conv2D(3, 3, Groups = 3, Padding = 1)"), ("5, 6, 29", "Conv2D(5, 3, Groups = 5, Padding = 1, Bias = false), ReLU"),
            ("20, 6, 14", "Conv2D(20, 3, Groups = 20, Padding = 1), ReLU"), ("33, 5, 4", "Conv2D(33, 3, Groups = 33, Stride = 2, Padding = 1)"),
            ("16, 3, 3", "Conv2D(16, 1, Groups = 16)"), ("8, 11, 12", "Conv2D(8, 7, Groups = 8, Padding = 3)"),
            ("9, 12, 19", "Conv2D(9, 5, Groups = 9, Padding = 2)")),
        NetworkCase.SideBySide("ConvolutionDepthwiseOfChannelsLast", 3,
            ("2, 6, 27", "Conv2D(12, 1), Conv2D(12, 3, Groups = 12, Padding = 1), ReLU, Conv2D(12, 3, Groups = 12, Padding = 6, Dilation = 6)"),
            ("2, 8, 9", "Conv2D(24, 1), Conv2D(24, 5, Groups = 24, Padding = 2, Stride = 2), Tanh, Conv2D(24, 3, Groups = 24, Padding = Padding.Same)"),
            ("2, 9, 40", "Conv2D(17, 1), Conv2D(17, 3, Groups = 17, Padding = 2), Conv2D(17, 3, 8, Groups = 17, Strides = new[] { 1, 3 }, Paddings = new[] { 1, 2, 0, 5 })"),
            ("2, 3, 3", "Conv2D(6, 1), Conv2D(6, 3, Groups = 6, Padding = 5), Conv2D(6, 1, 9, Groups = 6, Stride = 3)"),
            ("2, 4, 5", "Conv2D(4, 1), Conv2D(4, 3, Groups = 4, Padding = 20)")),
        NetworkCase.SideBySide("ConvolutionDepthMultipliers", 3,
            ("3, 6, 7", "Conv2D(6, 3, Groups = 3, Padding = 1)"), ("8, 6, 5", "Conv2D(24, 3, Groups = 8, Padding = 1, Stride = 2)"),
            ("10, 5, 5", "Conv2D(20, 3, Groups = 10, Bias = false)"), ("5, 6, 6", "Conv2D(20, 2, Groups = 5, Dilation = 2)"),
            ("3, 5, 5", "Conv2D(27, 3, Groups = 3)")),
        NetworkCase.SideBySide("ConvolutionSmallGroups", 3,
            ("32, 6, 9", "Conv2D(32, 3, Groups = 8, Padding = 1), ReLU"), ("20, 5, 14", "Conv2D(20, 3, Groups = 10, Padding = 1)"),
            ("12, 6, 6", "Conv2D(8, 3, Groups = 4, Stride = 2)"), ("6, 7, 7", "Conv2D(9, 3, Groups = 3, Padding = 1, Bias = false)"),
            ("21, 4, 6", "Conv2D(14, 3, Groups = 7, Dilation = 2, Padding = 2)"), ("48, 4, 5", "Conv2D(48, 3, Groups = 2, Padding = 1)"),
            ("40, 4, 4", "Conv2D(20, 1, Groups = 10, Stride = 2)")),
        NetworkCase.SideBySide("ConvolutionSmallGroupsWithLongSteps", 3,
            ("8, 12, 13", "Conv2D(8, 3, Groups = 4, Stride = 3)"), ("10, 11, 14", "Conv2D(10, 3, Groups = 10, Stride = 4, Padding = 1)"),
            ("6, 14, 13", "Conv2D(12, 3, Groups = 3, Stride = 3, Dilation = 2, Padding = 2)"), ("9, 12, 12", "Conv2D(9, 2, Groups = 9, Strides = new[] { 3, 1 })")),
        NetworkCase.SideBySide("ConvolutionPointwise", 3,
            ("1, 4, 5", "Conv2D(1, 1)"), ("3, 5, 4", "Conv2D(16, 1)"), ("16, 3, 3", "Conv2D(20, 1)"), ("20, 3, 5", "Conv2D(33, 1, Bias = false)"),
            ("3, 5, 5", "Conv2D(7, 1, Stride = 2)"), ("3, 4, 4", "Conv2D(5, 1, Padding = 1)"), ("6, 15, 15", "Conv2D(10, 1)")),
        NetworkCase.SideBySide("ConvolutionPointwiseOfChannelsLast", 5,
            ("2, 12, 12", "Conv2D(6, 3, Padding = 1), Conv2D(10, 1), Conv2D(17, 1, Bias = false)")),
        NetworkCase.SideBySide("ConvolutionThatMissesItsImage", 3,
            ("7, 1, 1", "Conv2D(6, 1, 1, Strides = new[] { 1, 3 }, Paddings = new[] { 2, 2, 2, 0 })"), ("5, 2, 1", "Conv2D(20, 2, Stride = 9, Padding = 4), ReLU"),
            ("4, 1, 1", "Conv2D(4, 1, 1, Strides = new[] { 1, 3 }, Paddings = new[] { 0, 2, 0, 0 }, Groups = 4)"),
            ("3, 1, 6", "Conv2D(8, 2, 3, Strides = new[] { 7, 2 }, Paddings = new[] { 5, 1, 1, 1 })"),
            ("2, 3, 3", "Conv2D(4, 1), Conv2D(6, 1, Stride = 9, Padding = 3), ReLU"), ("6, 2, 2", "Conv2D(6, 1, Stride = 9, Padding = 3, Groups = 3)")),
        NetworkCase.SideBySide("ConvolutionExtremes", 3,
            ("3, 5, 4", "Conv2D(7, 5, 4)"), ("2, 17, 1", "Conv2D(5, 3, 1)"), ("2, 1, 19", "Conv2D(6, 1, 5)"), ("1, 1, 1", "Conv2D(1, 1)"),
            ("2, 3, 40", "Conv2D(4, 3)"), ("2, 40, 3", "Conv2D(16, 2)"), ("1, 2, 2", "Conv2D(3, 2)")),
        NetworkCase.SideBySide("ConvolutionChannels", 3,
            ("1, 5, 6", "Conv2D(2, 3, Padding = 1)"), ("2, 5, 6", "Conv2D(3, 3, Padding = 1)"), ("3, 5, 6", "Conv2D(6, 3, Padding = 1)"),
            ("6, 5, 6", "Conv2D(8, 3, Padding = 1)"), ("8, 5, 6", "Conv2D(1, 3, Padding = 1)")),

        // Weight gradients of few channels take several rows of taps together, and what is left of them alone.
        NetworkCase.SideBySide("ConvolutionTapRows", 3,
            ("1, 11, 12", "Conv2D(6, 5, Padding = 2)"), ("1, 13, 9", "Conv2D(16, 7, 2)"), ("2, 17, 8", "Conv2D(7, 7, 1, Dilations = new[] { 2, 1 }, Stride = 2)"),
            ("1, 12, 40", "Conv2D(22, 3, Padding = 1)"), ("3, 9, 8", "Conv2D(8, 4, 3, Dilations = new[] { 2, 1 })"), ("1, 40, 30", "Conv2D(3, 11, 3)")),
        NetworkCase.SideBySide("ConvolutionManyChannels", 3,
            ("16, 5, 6", "Conv2D(20, 3, Padding = 1)"), ("20, 5, 6", "Conv2D(33, 3, Padding = 1)"), ("33, 5, 6", "Conv2D(16, 3, Padding = 1)"),
            ("48, 4, 4", "Conv2D(64, 3)")),

        // Columns at the right edge in tiles of their own, beside bands of rows that are copied to the caller, pairs that are pooled, and steps.
        NetworkCase.SideBySide("ConvolutionEdges", 2,
            ("8, 8, 28", "Conv2D(16, 3, Padding = 1), ReLU, Conv2D(8, 3, Padding = 1)"),
            ("4, 11, 23", "Conv2D(32, 3), ReLU, Conv2D(8, 3, Stride = 2)"), ("3, 12, 18", "Conv2D(16, 3, Padding = 1), ReLU, MaxPool2D(2)"),
            ("8, 13, 17", "Conv2D(12, 3), Tanh, Conv2D(24, 2)"), ("24, 14, 41", "Conv2D(32, 4)")),

        NetworkCase.SideBySide("GroupedConvolutionsOfLongRows", 3,
            ("8, 2, 90", "Conv2D(8, 1, 70, Groups = 8)"), ("4, 3, 90", "Conv2D(4, 2, 71, Groups = 4, Paddings = new[] { 1, 5, 0, 9 })"),
            ("6, 1, 80", "Conv2D(9, 1, 66, Groups = 3, Stride = 2)"), ("5, 1, 160", "Conv2D(5, 1, 67, Groups = 5, Dilations = new[] { 1, 2 }, Paddings = new[] { 0, 3, 0, 4 })"),
            ("4, 1, 60", "Conv2D(4, 1, 1), Conv2D(4, 1, 68, Groups = 4, Paddings = new[] { 0, 8, 0, 7 }, Strides = new[] { 1, 3 })"),
            ("2, 80, 2", "Conv2D(2, 70, 1, Groups = 2)"), ("3, 5, 9", "Conv2D(4, 1, 2, Strides = new[] { 20, 30 }, Dilations = new[] { 50, 7 })")),
        NetworkCase.SideBySide("ConvolutionOfPhotographs", 2, ("16, 32, 32", "Conv2D(16, 3, Padding = 1), ReLU")),
        new("ConvolutionChain", """
            [Input(2, 11, 10)]
            [Conv2D(6, 3, Padding = 1), ReLU, Conv2D(5, 3, Stride = 2), Tanh, Conv2D(8, 2, Bias = false), Conv2D(3, 3, Padding = Padding.Same)]
            [MeanSquaredError]
            """, 3),
        new("ConvolutionChainOfGroups", """
            [Input(4, 9, 9)]
            [Conv2D(8, 3, Groups = 2), LeakyReLU, Conv2D(8, 3, Groups = 8, Padding = 1), Sigmoid, Conv2D(6, 1, Groups = 2), Conv2D(4, 3, Stride = 2, Dilation = 2)]
            [HalfSumSquaredError]
            """, 3),
    ]);

    // The oracle takes minutes for them.
    private static readonly Catalogue Large = new(
    [
        // Batches beyond the second-level cache: what comes next is fetched meanwhile, in weight gradients, and beside long sums.
        NetworkCase.SideBySide("ConvolutionBeyondCaches", 3,
            ("12, 41, 44", "Conv2D(16, 3, Padding = 1), ReLU"), ("24, 47, 45", "Conv2D(20, 3, Stride = 2)"), ("4, 40, 41", "Conv2D(12, 1), Conv2D(20, 3, Padding = 1)"),
            ("1, 150, 151", "Conv2D(6, 5, Padding = 2)"), ("6, 90, 3", "Conv2D(64, 3, Dilation = 2, Padding = 2), ReLU"),
            ("32, 29, 37", "Conv2D(40, 3, Padding = 1, Stride = 2), ReLU"), ("24, 31, 30", "Conv2D(48, 5), LeakyReLU, Conv2D(20, 2, Stride = 2)")),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string, string> LargeRows => Large.Rows;

    [SkippableTheory]
    [Trait("Category", "Heavy")]
    [MemberData(nameof(LargeRows))]
    public void Every_tier_computes_what_graphs_beyond_caches_say(string name, string tier)
    {
        HeavyShare.SkipUnlessDrawn(name);
        Trial.Check(Large, name, tier);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
