using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Normalisations of channels within a sample: in groups, each by itself, and among neighbours.</summary>
public sealed class ChannelNormTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("GroupNorms", 3,
            ("6, 4, 5", "GroupNorm(3)"), ("6, 4, 5", "Conv2D(8, 3), GroupNorm(2, Epsilon = 0.1), ReLU, Conv2D(3, 2)"), ("12", "Dense(12), GroupNorm(3), Tanh"), ("4, 7", "GroupNorm(1, Affine = false)"),
            ("4, 2, 3, 3", "GroupNorm(2)"), ("5, 4, 4", "GroupNorm(5), Conv2D(4, 3)")),
        NetworkCase.SideBySide("InstanceNorms", 3,
            ("3, 4, 5", "InstanceNorm"), ("3, 9", "InstanceNorm(Affine = true, Epsilon = 0.1), Tanh"), ("2, 6, 6", "Conv2D(17, 3), InstanceNorm(Affine = true), ReLU, MaxPool2D(2)"), ("2, 3, 2, 4", "InstanceNorm")),
        NetworkCase.SideBySide("LocalResponseNorms", 3,
            ("7, 4, 5", "LocalResponseNorm(5, Alpha = 0.5)"), ("2, 6, 6", "Conv2D(18, 3), ReLU, LocalResponseNorm(5, Alpha = 0.3, K = 2), MaxPool2D(2)"), ("9", "LocalResponseNorm(2, Alpha = 1, Beta = 0.5)"),
            ("3, 10", "LocalResponseNorm(6, Alpha = 2, Beta = -0.3, K = 0.5)"), ("4, 3, 3", "LocalResponseNorm(1, Alpha = 1, Beta = 1)"), ("3, 2, 2, 3", "LocalResponseNorm(3, Alpha = 0)"), ("3, 5", "LocalResponseNorm(1000000, Alpha = 1e6)")),
        new("NormalisedImages", """
            [Input(2, 8, 8), Conv2D(8, 3, Padding = 1, Bias = false), GroupNorm(4), ReLU, Conv2D(6, 3, Stride = 2), InstanceNorm(Affine = true), ReLU]
            [LocalResponseNorm(3, Alpha = 0.2), Flatten, Dense(3), SoftmaxCrossEntropy]
            """, 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Theory]
    [InlineData("Input(6, 4, 4), GroupNorm(4)", "SN0015", "4", "4 groups do not divide the 6 channels; write [GroupNorm(3)], or another divisor of 6")]
    [InlineData("Input(6, 4, 4), GroupNorm(0)", "SN0011", "0", "groups is 0, but must be at least 1")]
    [InlineData("Input(6, 4, 4), GroupNorm(3, Epsilon = 0)", "SN0011", "Epsilon = 0", "must be above 0")]
    [InlineData("Input(6), InstanceNorm", "SN0012", "InstanceNorm", "has one a channel; write [BatchNorm] or [LayerNorm]")]
    [InlineData("Input(6, 1, 1), InstanceNorm", "SN0012", "InstanceNorm", "has one a channel")]
    [InlineData("Input(6, 4), LocalResponseNorm(0)", "SN0011", "0", "must be at least 1")]
    [InlineData("Input(6, 4), LocalResponseNorm(5, Alpha = -1)", "SN0011", "Alpha = -1", "must be at least 0")]
    [InlineData("Input(6, 4), LocalResponseNorm(5, K = 0)", "SN0011", "K = 0", "must be above 0")]
    public void MistakesAreShownOnTheArgument(string layers, string id, string squiggle, string message)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;");
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id);
        diagnostic.GetMessage().ShouldContain(message);
        run.Squiggle(diagnostic).ShouldBe(squiggle);
    }
}
