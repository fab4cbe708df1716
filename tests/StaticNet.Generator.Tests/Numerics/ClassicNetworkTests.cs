using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Whole networks that everybody knows.</summary>
public sealed class ClassicNetworkTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("Mlp", "[Input(84), Dense(33), ReLU, Dense(10), SoftmaxCrossEntropy]", 7),
        new("LeNet5", """
            [Input(1, 28, 28)]
            [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
            [Conv2D(16, 5), ReLU, MaxPool2D(2)]
            [Flatten]
            [Dense(120), ReLU]
            [Dense(84), ReLU]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            """, 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        Trial.Run(Networks.Assembly, name, tier, [3, 1, 2]).ShouldBeNone($"{name}, {tier}");
    }
}
