using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Products of matrices, dense layers along the last axis, and axes in another order.</summary>
public sealed class MatrixTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("DenseOfMatrices", 3,
            ("3, 5", "Dense(4)"), ("7, 20", "Dense(33), ReLU"), ("2, 3, 4", "Dense(17), Tanh, Dense(1)"), ("1, 6", "Dense(5, Bias = false)"),
            ("4, 32", "Dense(48), ReLU, Dense(16)"), ("2, 1, 2, 3", "Dense(2)")),
        new("DenseOfTheSameWeights", """
            [Input(3, 4, 6, Name = "a"), Conv2D(3, 1, Name = "image"), Flatten, Dense(72, Weights = "shared", Name = "b")]
            [Input(2, 72, Name = "c"), Dense(72, Weights = "shared"), Flatten]
            [Concat("b"), Dense(3), SoftmaxCrossEntropy]
            """, 3),
        NetworkCase.SideBySide("Transpositions", 3,
            ("3, 5", "Transpose"), ("3, 5", "Transpose, Dense(2)"), ("2, 3, 4", "Transpose(0, 1), Tanh"), ("2, 3, 4", "Dense(5), Transpose(0, -1), Dense(3), Flatten"),
            ("2, 3, 4", "Permute(2, 0, 1), ReLU, Permute(1, 2, 0)"), ("2, 3, 4, 5", "Permute(3, 0, 2, 1), Dense(6)"), ("4, 1", "Transpose")),
        new("TransposedImages", """
            [Input(3, 6, 5), Conv2D(4, 3, Padding = 1), Permute(1, 2, 0), Dense(8), ReLU, Permute(2, 0, 1), MaxPool2D(2)]
            [Transpose, Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 3),
        new("TransposedOutputs", """
            [Input(4, 6, Name = "x"), Transpose(From = "x", Name = "t"), Output]
            [Dense(3, From = "t"), Transpose(Name = "u"), Output]
            """, 3),
        new("Products", """
            [Input(5, 7, Name = "a"), Input(7, 9, Name = "b")]
            [MatMul("a", "b"), Tanh, MeanSquaredError]
            """, 3),
        new("ProductsOfTransposed", """
            [Input(5, 7, Name = "a"), Input(9, 7, Name = "b"), Input(9, 4, Name = "c"), Input(8, 4, Name = "d")]
            [MatMul("a", "b", TransposeB = true, Name = "ab")]
            [MatMul("c", "d", TransposeB = true, Name = "cd")]
            [MatMul("cd", "ab", TransposeA = true, TransposeB = true), ReLU, MeanSquaredError]
            """, 3),
        new("ProductsOfLayers", """
            [Input(6, 10, Name = "x"), Dense(12, Name = "q")]
            [Dense(12, From = "x", Name = "k"), Dense(20, From = "x", Name = "v")]
            [MatMul("q", "k", TransposeB = true), Softmax(Name = "p")]
            [MatMul("p", "v"), Dense(3), Flatten, MeanSquaredError]
            """, 3),
        new("ProductsOfHeads", """
            [Input(5, 24, Name = "x"), Dense(24), Reshape(5, 3, 8), Permute(1, 0, 2, Name = "q")]
            [Dense(24, From = "x"), Reshape(5, 3, 8), Permute(1, 0, 2, Name = "k")]
            [Dense(24, From = "x"), Reshape(5, 3, 8), Permute(1, 0, 2, Name = "v")]
            [MatMul("q", "k", TransposeB = true), Softmax(Name = "p")]
            [MatMul("p", "v"), Permute(1, 0, 2), Reshape(5, 24), Dense(4), Flatten, SoftmaxCrossEntropy]
            """, 3),
        new("ProductsOfBroadcast", """
            [Input(2, 3, 4, 5, Name = "a"), Input(3, 5, 6, Name = "b"), Input(2, 1, 6, 2, Name = "c")]
            [MatMul("a", "b", Name = "ab")]
            [MatMul("ab", "c"), Flatten, Dense(2), MeanSquaredError]
            """, 3),
        new("ProductsOfVectors", """
            [Input(1, 17, Name = "row"), Input(17, 1, Name = "column")]
            [MatMul("row", "column", Name = "inner"), Output]
            [MatMul("column", "row", Name = "outer"), Output]
            """, 3),
        new("ProductWithItself", """
            [Input(6, 4), Dense(5, Name = "x")]
            [MatMul("x", "x", TransposeA = true), Flatten, Dense(3), SoftmaxCrossEntropy]
            """, 3),
        new("DeepProducts", """
            [Input(3, 1200, Name = "a"), Input(1200, 20, Name = "b")]
            [MatMul("a", "b"), Flatten, MeanSquaredError]
            """, 2),
        new("WideProducts", """
            [Input(64, 64, Name = "a"), Dense(64, Name = "b")]
            [MatMul("a", "b"), Flatten, Dense(2), MeanSquaredError]
            """, 2),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
