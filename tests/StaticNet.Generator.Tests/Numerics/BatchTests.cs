using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Dense layers with lanes over the batch: counts that fill blocks of samples and counts that do not, on one thread and on several.</summary>
public sealed class BatchTests
{
    private const int Capacity = 83;

    internal static Catalogue Networks { get; } = new(
    [
        new("OneLayer", "[Input(5), Dense(3)]", Capacity) { Choices = new(OverBatch: true) },
        new("Policy", "[Input(4), Dense(16), ReLU, Dense(2), MeanSquaredError]", Capacity) { Choices = new(OverBatch: true) },
        new("Deep", "[Input(3), Dense(9), Dense(33, Bias = false), Tanh, Dense(48), LeakyReLU(0.1), Dense(17), Sigmoid, Dense(7), Tanh]", Capacity)
        {
            Choices = new(OverBatch: true),
        },
        new("Classes", "[Input(3), Dense(20), Dropout(0.2), ELU, Dense(10), SoftmaxCrossEntropy]", 40) { Choices = new(OverBatch: true) },
        new("Residual", """
            [Input(2), Dense(12, Name = "a"), ReLU, Dense(12), ReLU, Dense(12), Add("a"), ReLU, Dense(6), Output]
            """, 37) { Choices = new(OverBatch: true) },
        new("TwoInputs", """
            [Input(6, Name = "x"), Input(9, Name = "y")]
            [Dense(5, From = "x", Name = "a"), ReLU, Dense(4, Name = "b")]
            [Dense(5, From = "y", Name = "c"), Dense(4, Name = "d"), Add("b", "d"), Dense(3), Output]
            """, 33) { Choices = new(OverBatch: true) },
        new("Image", "[Input(1, 6, 6), Conv2D(3, 3), ReLU, Flatten, Dense(9), ReLU, Dense(2)]", 18) { Choices = new(OverBatch: true) },
        new("UnreadInput", "[Input(9, Name = \"x\"), Input(4, Name = \"y\"), Dense(3), ReLU, Dense(2), Output, HalfSumSquaredError(From = \"x\")]", 20)
        {
            Choices = new(OverBatch: true),
        },
        new("ByChoice", "[Input(4), Dense(16), ReLU, Dense(2), MeanSquaredError]", Capacity),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier)
    {
        var capacity = Networks.Assembly.Networks[name].Case.BatchCapacity;
        Trial.Check(Networks, name, tier, [.. new[] { capacity, 1, 15, 16, 17, 64 }.Where(count => count <= capacity)]);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Slices_that_fill_blocks_and_slices_that_do_not_agree(string name, string tier)
    {
        var assembly = Networks.Assembly;
        var network = assembly.Networks[name];
        var counts = new[] { 31, 33, 18 }.Where(count => count <= network.Case.BatchCapacity);
        Trial.Run(assembly, name, TestTier.FindOrSkip(tier), 2, [.. counts.Select(count => Reference.Of(network, count))]).ShouldBeNone($"{name} in {tier}");
    }

    [Fact]
    public void It_is_chosen_where_columns_leave_lanes_empty()
    {
        OverBatch("[Input(4), Dense(16), ReLU, Dense(2)]", 64).ShouldBe([true, true]);
        OverBatch("[Input(4), Dense(16), ReLU, Dense(2)]", 15).ShouldBeEmpty();
        OverBatch("[Input(256), Dense(256), ReLU, Dense(256)]", 64).ShouldBeEmpty();
        OverBatch("[Input(64), Dense(64), ReLU, Dense(64), ReLU, Dense(64)]", 64).ShouldBeEmpty();
    }

    /// <summary>Between layers whose lanes run over samples nothing is transposed, nor where samples come in and go out.</summary>
    [Fact]
    public void Samples_stay_in_blocks_throughout_the_forward_pass()
    {
        var graph = LoweredNetwork.Of(Networks.Assembly.Networks["Deep"].Case).After("Batch")!;
        var forward = graph.Nodes.Where(node => node.Origin.Phase == Phase.Forward).ToArray();
        forward.ShouldNotContain(node => node.Operation is ChangeLayout);
        forward.Single(node => node.Operation is NetworkInput).AssignedLayout.InBlocks.ShouldBeTrue();
        forward.Where(node => node.Operation is Dense).Select(node => node.AssignedLayout.InBlocks).ShouldBe([true, true, true, true, false]);
    }

    private static bool[] OverBatch(string attributes, int capacity) => LoweredNetwork.Of(new NetworkCase("Chosen", attributes, capacity))
        .After("Batch")?.Nodes.Where(node => node.Operation is Dense).Take(2).Select(node => node.Schedule.Algorithm is BatchProductAlgorithm).ToArray() ?? [];
}
