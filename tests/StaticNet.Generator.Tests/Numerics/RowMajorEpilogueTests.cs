using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Outputs that convolutions store row-major beside their own order, band by band: where it happens, and that all is right in every tier.</summary>
public sealed class RowMajorEpilogueTests
{
    private static readonly (string Shape, string Layers)[] Shapes =
    [
        ("3, 25, 40", "Conv2D(33, 3, Padding = 1), ReLU"), ("7, 31, 22", "Conv2D(48, 3)"), ("2, 9, 9", "Conv2D(40, 2, Stride = 2), LeakyReLU(0.1)"),
        ("5, 20, 19", "Conv2D(18, 3, Stride = 2)"),
    ];

    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("Bands", 2, Shapes),
        NetworkCase.SideBySide("StrictBands", 2, Shapes) with { Options = ", Precision = Precision.Strict" },
        new("OneOutput", "[Input(24, 14, 13), Conv2D(32, 3, Padding = 1), ReLU]", 3),
        new("OneStrictOutput", "[Input(24, 24, 38), Conv2D(32, 3), ReLU]", 2) { Options = ", Precision = Precision.Strict" },
        new("ReadAgain", """
            [Input(8, 12, 12), Conv2D(32, 3, Padding = 1, Name = "a"), ReLU, Output, Conv2D(16, 3), ReLU(Name = "b"), MaxPool2D(2), Output, Flatten, Dense(3), Output]
            """, 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void It_happens_where_a_convolution_makes_what_leaves()
    {
        Copies("[Input(24, 42, 38), Conv2D(32, 3, Padding = 1), ReLU]").ShouldBe([true]);
        Copies("[Input(24, 42, 38), Conv2D(32, 3, Padding = 1), ReLU]", ", Precision = Precision.Strict").ShouldBe([true]);
        Copies("[Input(24, 42, 38), Conv2D(32, 3, Padding = 1), Tanh]").ShouldBe([false]);

        // Lanes over pixels: every vector is stored twice where Backward reads the result, too.
        Copies("[Input(24, 42, 38), Conv2D(32, 1), ReLU]").ShouldBe([true]);
        Copies("[Input(24, 42, 38), Conv2D(32, 1)]").ShouldBeEmpty();

        static bool[] Copies(string attributes, string options = "") => [.. LoweredNetwork.Of(new NetworkCase("Chosen", attributes) { Options = options })
            .After("Inference")!.Nodes.Where(node => node.Origin.Phase == Phase.Forward)
            .Where(node => node.Operation is ChangeLayout { To.IsRowMajor: true }).Select(node => node.Schedule.IsMadeByInput)];
    }
}
