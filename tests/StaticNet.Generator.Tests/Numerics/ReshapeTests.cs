using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Reshapes between values of different layouts.</summary>
public sealed class ReshapeTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("FlattenToDense", 3,
            ("3, 4, 5", "Flatten, Dense(7)"), ("2, 6, 6", "Conv2D(5, 3), Flatten, Dense(17)"), ("2, 6, 6", "Conv2D(6, 3), ReLU, MaxPool2D(2), Flatten, Dense(3)"),
            ("2, 6, 6", "Conv2D(4, 3), Flatten, Tanh, Dense(5), Dense(2)"), ("1, 5, 5", "Conv2D(16, 5), Flatten, Dense(16)")),
        NetworkCase.SideBySide("ReshapeToImages", 3,
            ("36", "Reshape(1, 6, 6), Conv2D(5, 3)"), ("10", "Dense(48), ReLU, Reshape(3, 4, -1), Conv2D(6, 3, Padding = 1)"),
            ("2, 6, 6", "Conv2D(8, 3), Reshape(2, 8, 8), Conv2D(3, 3)"), ("4, 6, 6", "Reshape(2, 12, 6), Conv2D(3, 3), Reshape(5, 3, -1), MaxPool2D(2)"),
            ("3, 4, 4", "Conv2D(6, 1), Reshape(6, 16), Reshape(96), Dense(5)")),
        NetworkCase.SideBySide("ReshapeToOutputs", 3,
            ("2, 5, 5", "Conv2D(4, 2), Flatten"), ("2, 5, 5", "Conv2D(4, 2), Reshape(8, 8)"), ("2, 5, 5", "Reshape(50), Tanh"), ("6", "Reshape(1, 1, 6)")),
        new("FlattenToTwoReaders", """
            [Input(2, 6, 6), Conv2D(5, 3, Name = "image"), ReLU, Flatten(Name = "flat")]
            [Dense(4, From = "flat", Name = "a"), Dense(4, From = "flat", Name = "b")]
            [Conv2D(3, 2, From = "image"), Flatten, Dense(4, Name = "c")]
            [Add("a", "b", "c"), SoftmaxCrossEntropy]
            """, 3),
        new("FlattenToMerges", """
            [Input(2, 4, 4, Name = "x")]
            [Conv2D(3, 1, Name = "a"), Flatten(Name = "flat")]
            [Flatten(From = "x", Name = "raw")]
            [Concat("flat", "raw", Name = "joined"), Dense(48, Name = "d")]
            [Add("flat", "d"), ReLU, Dense(3), SoftmaxCrossEntropy]
            """, 3),
        new("Autoencoder", """
            [Input(1, 8, 8), Conv2D(4, 3, Stride = 2, Padding = 1), ReLU, Flatten, Dense(9), Tanh]
            [Dense(64), Reshape(1, 8, 8), Conv2D(6, 3, Padding = 1), ReLU, Conv2D(1, 3, Padding = 1)]
            [MeanSquaredError]
            """, 5),
        new("ReshapeBackAndForth", """
            [Input(3, 4, 4), Conv2D(6, 3, Padding = 1), Reshape(3, 2, 16), Tanh, Reshape(6, 4, 4), Conv2D(2, 3), Flatten, Reshape(2, 2, 2), Flatten]
            [HalfSumSquaredError]
            """, 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
