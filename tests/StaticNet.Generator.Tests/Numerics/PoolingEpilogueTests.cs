using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Max pooling in the epilogue of the convolution before: where it happens, and that both values are right in every tier.</summary>
public sealed class PoolingEpilogueTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("PooledPairs", 3,
            ("1, 28, 28", "Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)"), ("6, 14, 14", "Conv2D(16, 5), ReLU, MaxPool2D(2)"),
            ("3, 10, 22", "Conv2D(40, 3, Padding = 1), MaxPool2D(2)"), ("5, 6, 4", "Conv2D(7, 3, Padding = 1, Bias = false), LeakyReLU(0.1), MaxPool2D(2)"),
            ("2, 9, 9", "Conv2D(3, 2), ReLU, MaxPool2D(2)"), ("4, 17, 16", "Conv2D(33, 3, Stride = 2, Padding = 1), ReLU, MaxPool2D(2)"),
            ("3, 9, 10", "Conv2D(17, 4, 3), MaxPool2D(2)")),
        new("PooledTraining", """
            [Input(3, 20, 20), Conv2D(10, 3, Padding = 1), ReLU(Name = "full"), MaxPool2D(2, Name = "half")]
            [AveragePool2D(2, From = "full", Name = "mean"), Add("half", "mean"), Conv2D(12, 3), ReLU, MaxPool2D(2), Flatten, Dense(5), SoftmaxCrossEntropy]
            """, 4),
        new("PooledTwice", """
            [Input(3, 20, 20), Conv2D(10, 3, Padding = 1), ReLU(Name = "full"), MaxPool2D(2, Name = "left"), MaxPool2D(2, From = "full", Name = "right")]
            [Concat("left", "right"), MaxPool2D(2), Flatten, Dense(5)]
            """, 2),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void It_takes_pairs_of_a_direct_convolution_and_nothing_else()
    {
        Pooled("[Input(1, 28, 28), Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]").ShouldBe([true]);
        Pooled("[Input(1, 28, 28), Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(3)]").ShouldBe([false]);
        Pooled("[Input(3, 27, 28), Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]").ShouldBe([false]);
        Pooled("[Input(3, 28, 28), Conv2D(6, 5, Padding = 2), Tanh, MaxPool2D(2)]").ShouldBe([false]);
        Pooled("[Input(32, 28, 28), Conv2D(32, 3, Padding = 1), ReLU, MaxPool2D(2)]").ShouldBe([false]);
        Pooled("[Input(3, 28, 28), MaxPool2D(2), Conv2D(6, 5), ReLU, MaxPool2D(2)]").ShouldBe([false, true]);

        static bool[] Pooled(string attributes) => [.. LoweredNetwork.Of(new NetworkCase("Chosen", attributes)).After("Inference")!.Nodes
            .Where(node => node.Operation is MaxPool).Select(node => node.Schedule.IsMadeByInput)];
    }
}
