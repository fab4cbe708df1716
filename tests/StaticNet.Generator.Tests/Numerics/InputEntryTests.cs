using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Inputs that the first kernel takes in from the caller's memory: where it happens, and that all is right in every tier.</summary>
public sealed class InputEntryTests
{
    private static readonly ScheduleChoices General = new(RunsStraight: false);

    private static readonly ScheduleChoices Planes = new(RunsStraight: false, InPlanes: true);

    private static readonly (string Shape, string Layers)[] Windows =
    [
        ("1, 9, 16", "Conv2D(1, 3, Padding = 1)"), ("3, 12, 12", "Conv2D(5, 3, Padding = 1), ReLU"), ("2, 31, 33", "Conv2D(9, 3, Padding = 1), ReLU"),
        ("2, 14, 17", "Conv2D(8, 5, Padding = 2), Tanh"), ("1, 20, 40", "Conv2D(3, 7, Padding = 3)"), ("2, 11, 24", "Conv2D(4, 3, Padding = 2, Dilation = 2)"),
        ("3, 1, 18", "Conv2D(7, 3, Padding = 1), ReLU"), ("2, 40, 7", "Conv2D(17, 3, Padding = 1)"),
        ("2, 9, 17", "Conv2D(3, 2, 1, Paddings = new[] { 0, 0, 1, 0 })"), ("3, 17, 18", "Conv2D(4, 4, 2, Paddings = new[] { 2, 0, 1, 1 }), ReLU"),
        ("2, 10, 16", "Conv2D(3, 1, 3, Paddings = new[] { 0, 1, 0, 1 })"), ("1, 16, 20", "Conv2D(3, 3, 3, Paddings = new[] { 3, 1, 2, 1 })"),
        ("2, 13, 32", "Conv2D(4, 3, Padding = 1), MaxPool2D(2)"),
    ];

    internal static Catalogue Networks { get; } = new(
    [
        new("Dense", "[Input(48), Dense(40), ReLU, Dense(3), SoftmaxCrossEntropy]", 31) { Choices = General },
        new("Narrow", "[Input(16), Dense(2), MeanSquaredError]", 7) { Choices = General },
        new("Panels", "[Input(272), Dense(128), ReLU, Dense(16)]", 19) { Choices = General },
        new("Blocks", "[Input(2048), Dense(72)]", 5) { Choices = General },
        new("Flat", "[Input(3, 4, 4), Flatten, Dense(20), ReLU, Dense(2)]", 4) { Choices = General },
        new("Dropout", "[Input(32), Dense(24), Dropout(0.3), ReLU, Dense(5), SoftmaxCrossEntropy]", 9) { Choices = General },
        new("TwoReaders", """
            [Input(32, Name = "x"), Dense(32), ReLU(Name = "a"), Add("a", "x"), Dense(8), Output, MeanSquaredError(From = "a")]
            """, 6) { Choices = General },
        new("TwoInputs", """
            [Input(32, Name = "entering0"), Input(2, 9, 16, Name = "image")]
            [Conv2D(3, 3, Padding = 1, From = "image"), ReLU, Flatten, Dense(8, Name = "a")]
            [Dense(8, From = "entering0", Name = "b"), Add("a", "b"), Dense(4), Output]
            """, 5) { Choices = Planes },
        .. Windows.Select((window, i) => new NetworkCase("PlaneWindow" + i, $"[Input({window.Shape}), {window.Layers}]", 3) { Choices = Planes }),
        new("PlaneStack", "[Input(2, 12, 20), Conv2D(4, 3, Padding = 1), ReLU, Conv2D(3, 3, Padding = 1), ReLU, Flatten, Dense(4), SoftmaxCrossEntropy]", 4)
        {
            Choices = Planes,
        },
        new("PlanesOfTwoReaders", """
            [Input(3, 12, 12, Name = "image"), Conv2D(4, 3, Padding = 1, Name = "a"), Conv2D(4, 5, Padding = 2, From = "image", Name = "b")]
            [Concat("a", "b"), Conv2D(1, 1), Flatten, MeanSquaredError]
            """, 3) { Choices = Planes },
        new("Same", "[Input(64), Dense(64), Tanh, Dense(64)]", 8) { Choices = General },
        new("SameLayer", "[Input(64), Dense(64)]", 8) { Choices = General },
        new("SamePlanes", "[Input(3, 9, 17), Conv2D(3, 3, Padding = 1), ReLU]", 3) { Choices = Planes },
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string, string> InPlace
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var tier in new[] { "Vector512", "Vector256", "Vector128", "Scalar" })
            {
                rows.Add("Same", tier);
                rows.Add("SameLayer", tier);
                rows.Add("SamePlanes", tier);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Slices_compute_the_same(string name, string tier)
    {
        var assembly = Networks.Assembly;
        var reference = Reference.Of(assembly.Networks[name], assembly.Networks[name].Case.BatchCapacity);
        Trial.Run(assembly, name, TestTier.FindOrSkip(tier), 2, reference).ShouldBeNone($"{name} in {tier}");
    }

    /// <summary>The input may be the output's memory, or the result that lies in the network's own.</summary>
    [SkippableTheory]
    [MemberData(nameof(InPlace))]
    public void What_is_written_over_was_read_before(string name, string tier)
    {
        var network = Networks.Assembly.Create(name, TestTier.FindOrSkip(tier));
        var capacity = network.BatchCapacity;
        var length = Networks.Assembly.Networks[name].Interface.Inputs[0].Shape.Length;
        foreach (var count in new[] { capacity, 1 })
        {
            float[] input = [.. Enumerable.Range(0, count * length).Select(i => MathF.Sin(i))];
            var once = network.ForwardInPlace([input], count)!;
            network.ForwardAgain(input, count).ShouldBe(network.ForwardInPlace([once], count));
            float[] memory = [.. input];
            network.ForwardInto([memory], _ => memory, count);
            memory.ShouldBe(once);
        }
    }

    [Fact]
    public void It_happens_where_the_first_reader_can()
    {
        Enters("[Input(784), Dense(128), ReLU, Dense(10)]", 64).ShouldBe([true, false]);
        Enters("[Input(784), Dense(128), ReLU, Dense(10)]", 1).ShouldBe([false, false]);
        Enters("[Input(790), Dense(128), ReLU, Dense(10)]", 64).ShouldBe([false, false]);
        Enters("[Input(16, 32, 32), Conv2D(16, 3, Padding = 1), ReLU]", 1, ", Precision = Precision.Strict").ShouldBe([true]);
        Enters("[Input(16, 32, 32), Conv2D(16, 3), ReLU]", 1, ", Precision = Precision.Strict").ShouldBe([false]);

        static bool[] Enters(string attributes, int capacity, string options = "") => [..
            LoweredNetwork.Of(new NetworkCase("Chosen", attributes, capacity) { Options = options }).Compiled.Inference.Graph.Nodes
                .Where(node => node.Origin.Phase == Graph.Phase.Forward).Where(node => node.Operation is Contraction).Select(node => node.Schedule.TakesIn)];
    }
}
