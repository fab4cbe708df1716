using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Parameters that stay as they are.</summary>
public sealed class FrozenTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("FrozenTrunk", "[Input(6), Dense(8, Frozen = true), ReLU, Dense(7, Frozen = true), Tanh, Dense(3), SoftmaxCrossEntropy]"),
        new("FrozenInTheMiddle", "[Input(6), Dense(8), ReLU, Dense(7, Frozen = true), Tanh, Dense(3), SoftmaxCrossEntropy]"),
        new("FrozenBlock", "[Input(3, 6, 6), Use(typeof(FrozenStem), 4, Frozen = true), Conv2D(3, 3), ReLU, Flatten, Dense(2), MeanSquaredError]", 3, """
            [Block]
            [Conv2D(C, 3, Padding = 1), BatchNorm, ReLU]
            public static class FrozenStem { [BlockParameter] public const int C = 4; }
            """),
        new("FrozenAltogether", "[Input(6), Dense(3, Frozen = true), SoftmaxCrossEntropy]"),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void Behind_the_last_trained_layer_there_is_no_gradient()
    {
        var step = Networks.Assembly.Networks["FrozenTrunk"].After("Step")!;
        step.Nodes.Where(node => node.Origin.Phase == Phase.Backward).ShouldAllBe(node => node.Origin.Layer == "4");
        var whole = Networks.Assembly.Networks["FrozenAltogether"].After("Step")!;
        whole.Nodes.ShouldNotContain(node => node.Origin.Phase == Phase.Backward);
    }

    [Fact]
    public void Tensors_say_so()
    {
        var network = Networks.Assembly.Create("FrozenTrunk", TestTier.Scalar).Network;
        network.Tensors.ToArray().Where(tensor => tensor.IsFrozen).Select(tensor => tensor.Name).ShouldBe(["0.weight", "0.bias", "2.weight", "2.bias"]);
    }

    [Theory]
    [InlineData("Input(4), ReLU(Frozen = true), Dense(2)")]
    public void SN0012_NothingToFreeze(string layers)
    {
        var diagnostic = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;").Diagnostics.ShouldHaveSingleItem();
        (diagnostic.Id, diagnostic.GetMessage(null).Contains("no parameters", StringComparison.Ordinal)).ShouldBe(("SN0012", true));
    }
}
