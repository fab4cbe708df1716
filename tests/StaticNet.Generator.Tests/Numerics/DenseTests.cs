using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Dense layers of every awkward size, and every batch up to the capacity.</summary>
public sealed class DenseTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("DenseSmall", 9,
            ("1", "Dense(1)"), ("2", "Dense(5)"), ("3", "Dense(2)"), ("5", "Dense(3)"), ("7", "Dense(10)"), ("10", "Dense(7)")),
        NetworkCase.SideBySide("DenseLarge", 9,
            ("16", "Dense(33)"), ("17", "Dense(16)"), ("33", "Dense(84)"), ("84", "Dense(17)"), ("100", "Dense(129)"), ("129", "Dense(100)")),
        NetworkCase.SideBySide("DenseLopsided", 9,
            ("1", "Dense(129)"), ("129", "Dense(1)"), ("3", "Dense(100)"), ("100", "Dense(2)"), ("16", "Dense(16)"), ("64", "Dense(64)")),
        NetworkCase.SideBySide("DenseWithoutBias", 9,
            ("1", "Dense(3, Bias = false)"), ("17", "Dense(33, Bias = false)"), ("33", "Dense(10, Bias = false)"), ("7", "Dense(84, Bias = false)")),

        // A single column: lanes run over the depth, whole vectors and what is left.
        NetworkCase.SideBySide("DenseSingleColumn", 9,
            ("16", "Dense(1), Sigmoid"), ("47", "Dense(1, Bias = false)"), ("64", "Dense(1)"), ("333", "Dense(1), ReLU"), ("7, 5, 3", "Conv2D(24, 1), ReLU, Conv2D(1, 1)")),

        // Weight gradients of more than 512 rows are sums of sums.
        NetworkCase.SideBySide("DenseManySamples", 600, ("3", "Dense(5)"), ("17", "Dense(20, Bias = false)"), ("40", "Dense(1)")),
        NetworkCase.SideBySide("DenseOfDigits", 33, ("784", "Dense(128), ReLU")),
        new("DenseChain", "[Input(10), Dense(17), Dense(5, Bias = false), Dense(33), Dense(2), MeanSquaredError]", 9),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(
        Networks, name, tier, name switch
        {
            "DenseManySamples" => [600, 1, 513, 512],
            "DenseOfDigits" => [33, 1],
            _ => [9, 1, 2, 3, 4, 5, 6, 7, 8],
        });
}
