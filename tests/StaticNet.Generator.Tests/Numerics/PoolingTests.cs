using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Maximum, average and global poolings: overlap, padding, rectangles.</summary>
public sealed class PoolingTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("MaximumPoolings", 3,
            ("3, 6, 6", "MaxPool2D(2)"), ("6, 7, 7", "MaxPool2D(3, Stride = 2)"), ("16, 6, 5", "MaxPool2D(3, Stride = 1, Padding = 1)"),
            ("2, 6, 9", "MaxPool2D(2, 3)"), ("20, 5, 5", "MaxPool2D(3, Strides = new[] { 1, 2 })"), ("33, 4, 4", "MaxPool2D(2, Paddings = new[] { 0, 1, 1, 0 })"),
            ("1, 9, 9", "MaxPool2D(5, Stride = 2)")),
        NetworkCase.SideBySide("MaximumPoolingsOfConvolutions", 3,
            ("2, 8, 8", "Conv2D(6, 3), MaxPool2D(2)"), ("2, 8, 8", "Conv2D(17, 3), MaxPool2D(3, Stride = 2, Padding = 1)"),
            ("2, 8, 8", "Conv2D(3, 3), ReLU, MaxPool2D(2, Stride = 1), MaxPool2D(2)"), ("1, 5, 7", "Conv2D(4, 1), MaxPool2D(5, 7)"),
            ("2, 7, 7", "Conv2D(4, 2), MaxPool2D(3, Padding = Padding.Same, Stride = 2)")),
        NetworkCase.SideBySide("AveragePoolings", 3,
            ("3, 6, 6", "AveragePool2D(2)"), ("6, 7, 7", "AveragePool2D(3, Stride = 2)"), ("16, 6, 5", "AveragePool2D(3, Stride = 1, Padding = 1)"),
            ("5, 6, 5", "AveragePool2D(3, Stride = 1, Padding = 1, CountIncludePadding = false)"), ("2, 6, 9", "AveragePool2D(2, 3)"),
            ("33, 4, 4", "AveragePool2D(2, Paddings = new[] { 0, 1, 1, 0 }, CountIncludePadding = false)"), ("1, 9, 9", "AveragePool2D(5, Stride = 2)")),
        NetworkCase.SideBySide("AveragePoolingsOfConvolutions", 3,
            ("2, 8, 8", "Conv2D(6, 3), AveragePool2D(2)"), ("2, 8, 8", "Conv2D(17, 3), Tanh, AveragePool2D(3, Stride = 2, Padding = 1)"),
            ("1, 5, 7", "Conv2D(4, 1), AveragePool2D(5, 7)")),

        // Gradients are stored, not added up: between windows, behind the last and beside padding they must still be zero.
        NetworkCase.SideBySide("PoolingsThatDoNotOverlap", 3,
            ("3, 7, 9", "MaxPool2D(2)"), ("6, 8, 11", "MaxPool2D(2, Stride = 3)"), ("20, 7, 7", "MaxPool2D(2, Padding = 1)"),
            ("2, 9, 7", "MaxPool2D(2, 1, Strides = new[] { 3, 1 })"), ("5, 10, 9", "MaxPool2D(3, Paddings = new[] { 1, 0, 1, 0 })"),
            ("3, 7, 9", "AveragePool2D(2)"), ("6, 8, 11", "AveragePool2D(2, Stride = 3)"), ("17, 7, 7", "AveragePool2D(2, Padding = 1)"),
            ("2, 9, 7", "AveragePool2D(3, 1, Strides = new[] { 4, 2 })"), ("5, 10, 9", "AveragePool2D(3, Padding = 1, CountIncludePadding = false)")),
        NetworkCase.SideBySide("GlobalPoolings", 3,
            ("3, 6, 6", "GlobalAveragePool2D"), ("17, 3, 5", "GlobalAveragePool2D, Flatten, Dense(4)"), ("2, 7, 7", "Conv2D(20, 3), ReLU, GlobalAveragePool2D"),
            ("5, 1, 1", "GlobalAveragePool2D"), ("1, 9, 4", "GlobalAveragePool2D, Conv2D(3, 1)")),
        new("PoolingsInAChain", """
            [Input(2, 16, 16)]
            [Conv2D(5, 3), Tanh, MaxPool2D(2), Conv2D(8, 2), AveragePool2D(2), Sigmoid, MaxPool2D(2), GlobalAveragePool2D, Flatten, Dense(3)]
            [SoftmaxCrossEntropy]
            """, 3),

        // Derivatives and bias gradients are taken before the gradient of the pooling, whether windows overlap or not.
        new("PoolingsAfterActivations", """
            [Input(2, 11, 12)]
            [Conv2D(5, 3, Padding = 1), ReLU, MaxPool2D(3, Stride = 2, Padding = 1)]
            [Conv2D(6, 3, Padding = 1), Tanh, MaxPool2D(2, Stride = 1)]
            [Conv2D(4, 2), LeakyReLU(0.2), MaxPool2D(2), Conv2D(3, 1), MaxPool2D(2, Stride = 1), ELU]
            [MeanSquaredError]
            """, 18),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
