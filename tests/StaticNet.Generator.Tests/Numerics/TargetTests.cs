using StaticNet.Generator.Declaration;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Target frameworks that have only some of the tiers, or no fused estimate: what is left compiles and computes the same.</summary>
public sealed class TargetTests
{
    private static readonly NetworkCase[] Cases =
    [
        new("Net", """
            [Input(2, 7, 7), Conv2D(6, 3), Tanh, MaxPool2D(2), Conv2D(17, 1), ELU, Flatten, Dropout(0.2), Dense(9), Sigmoid, Dense(3, Bias = false)]
            [SoftmaxCrossEntropy]
            """, 3),
    ];

    public static TheoryData<bool, bool, bool, bool> Targets => new()
    {
        { true, true, true, false },
        { false, true, true, true },
        { false, false, true, true },
        { false, false, true, false },
        { false, false, false, false },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Whatever_tiers_there_are_compute_what_the_graph_says(bool vector512, bool vector256, bool vector128, bool estimate)
    {
        var target = new TargetCapabilities(vector512, vector256, vector128, estimate);
        var assembly = NetworkAssembly.Compile(Cases, target);
        foreach (var tier in TestTier.Tried.Where(tier => IsIn(target, tier)))
            Trial.Run(assembly, "Net", tier, [3, 1, 2]).ShouldBeNone($"{tier} of {target}");
    }

    private static bool IsIn(TargetCapabilities target, TestTier tier) => tier.Name switch
    {
        "Vector512" => target.Vector512,
        "Vector256" => target.Vector256,
        "Vector128" => target.Vector128,
        _ => true,
    };
}
