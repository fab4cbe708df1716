using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Cells that run over sequences.</summary>
public sealed class ScanTests
{
    internal const string Cells = """
        [Block]
        [State(N, Name = "h", Next = "next")]
        [Dense(N, From = "input", Name = "x")]
        [Dense(N, From = "h", Bias = false), Add("x"), Tanh(Name = "next")]
        public static class ElmanCell { [BlockParameter] public const int N = 5; }

        [Block]
        [State(N, Name = "h", Next = "next")]
        [Dense(N, From = "input", Name = "xr"), Dense(N, From = "h", Name = "hr"), Add("xr"), Sigmoid(Name = "r")]
        [Dense(N, From = "input", Name = "xz"), Dense(N, From = "h", Name = "hz"), Add("xz"), Sigmoid(Name = "z")]
        [Dense(N, From = "input", Name = "xn"), Dense(N, From = "h", Name = "hn"), Multiply("r"), Add("xn"), Tanh(Name = "n")]
        [Subtract("h", "n"), Multiply("z"), Add("n", Name = "next")]
        public static class GruCell { [BlockParameter] public const int N = 5; }

        [Block]
        [State(N, Name = "h", Next = "hidden"), State(N, Name = "c", Next = "cell")]
        [Dense(4 * N, From = "input", Name = "x"), Dense(4 * N, From = "h", Name = "r"), Add("x", Name = "gates")]
        [Slice(0, N, From = "gates"), Sigmoid(Name = "i")]
        [Slice(N, N, From = "gates"), Sigmoid(Name = "f")]
        [Slice(2 * N, N, From = "gates"), Tanh(Name = "g")]
        [Slice(3 * N, N, From = "gates"), Sigmoid(Name = "o")]
        [Multiply("f", "c", Name = "kept"), Multiply("i", "g"), Add("kept", Name = "cell"), Tanh, Multiply("o", Name = "hidden")]
        [Dense(3)]
        public static class LstmCell { [BlockParameter] public const int N = 5; }

        [Block]
        [State(N, Name = "h", Next = "hidden"), State(N, Name = "c", Next = "cell")]
        [Dense(4 * N, From = "input", Name = "x"), Dense(4 * N, From = "h", Name = "r"), Add("x", Name = "gates")]
        [Slice(0, N, From = "gates"), Sigmoid(Name = "i")]
        [Slice(N, N, From = "gates"), Sigmoid(Name = "f")]
        [Slice(2 * N, N, From = "gates"), Tanh(Name = "g")]
        [Slice(3 * N, N, From = "gates"), Sigmoid(Name = "o")]
        [Multiply("f", "c", Name = "kept"), Multiply("i", "g"), Add("kept", Name = "cell"), Tanh, Multiply("o", Name = "hidden")]
        public static class PlainLstmCell { [BlockParameter] public const int N = 5; }

        [Block]
        [State(4, Name = "sum", Next = "next"), Add("input", "sum", Name = "next")]
        public static class Accumulator { }

        [Block]
        [State(2, 3, Name = "before", Next = "input"), Concat("before", "input")]
        public static class Delay { }
        """;

    internal static Catalogue Networks { get; } = new(
    [
        new("Elman", "[Input(4, 3), Scan(typeof(ElmanCell)), Flatten, Dense(2), SoftmaxCrossEntropy]", 3, Cells),
        new("ElmanOutputs", "[Input(4, 3), Scan(typeof(ElmanCell), 20)]", 3),
        new("ElmanBackwards", "[Input(4, 3), Scan(typeof(ElmanCell), Reversed = true), Flatten, Dense(2), SoftmaxCrossEntropy]", 3),
        new("ElmanOfOneStep", "[Input(1, 3), Scan(typeof(ElmanCell)), Flatten, Dense(2), MeanSquaredError]", 3),
        new("Gru", "[Input(6, 4), Scan(typeof(GruCell), 9, OnlyLast = true), Dense(2), SoftmaxCrossEntropy]", 4),
        new("GruStack", """
            [Input(5, 4, Name = "x"), Scan(typeof(GruCell), 6, Name = "there")]
            [Scan(typeof(GruCell), 7, From = "x", Reversed = true, Name = "back")]
            [Concat("there", "back", Axis = -1), Scan(typeof(GruCell), 5), Dense(2), Flatten, SoftmaxCrossEntropy]
            """, 3),
        new("Lstm", "[Input(6, 4), Dense(5), ReLU, Scan(typeof(LstmCell), 8), Flatten, Dense(2), SoftmaxCrossEntropy]", 3),
        new("LstmSteps", "[Input(6, 4), Dense(5), ReLU, Scan(typeof(LstmCell), 8), Dense(20), Tanh, LayerNorm, Dense(2)]", 3),
        new("WideSteps", "[Input(3, 40), Scan(typeof(GruCell), 100), Dense(7)]", 2),
        new("TwoSequences", """
            [Input(4, 3, Name = "a"), Scan(typeof(ElmanCell), 4, Name = "ha")]
            [Input(4, 2, Name = "b"), Scan(typeof(GruCell), 4, Name = "hb"), Multiply("ha"), Output(Name = "product"), Dense(2, Name = "last"), Output]
            """, 2),
        new("Accumulation", "[Input(7, 4), Scan(typeof(Accumulator), OnlyLast = true), MeanSquaredError]", 3),
        new("Delays", "[Input(3, 2, 3), Scan(typeof(Delay)), Flatten, Dense(3), SoftmaxCrossEntropy]", 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    private delegate void StepOfOne(Span<float> state, ReadOnlySpan<float> input, Span<float> output);

    private delegate void StepOfTwo(Span<float> state, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> product, Span<float> last);

    [SkippableTheory]
    [InlineData("ElmanOutputs")]
    [InlineData("LstmSteps")]
    [InlineData("WideSteps")]
    public void Steps_one_by_one_are_a_sequence(string name)
    {
        foreach (var tier in TestTier.Tried)
        {
            var network = Networks.Assembly.Create(name, tier, seed: 3);
            var ports = Networks.Assembly.Networks[name].Interface;
            var data = TrialData.Draw(ports, 1, 7);
            float[] expected = [.. data.OutputGradients[0]];
            network.Forward(data.Inputs, [expected], 1);

            var steps = ports.Inputs[0].Shape[0];
            var state = new float[Constant(name, "StateLength")];
            var step = (StepOfOne)Delegate.CreateDelegate(typeof(StepOfOne), network.Network, "Step");
            var (input, output) = (Constant(name, "StepInputLength"), Constant(name, "StepOutputLength"));
            (input * steps, output * steps).ShouldBe((data.Inputs[0].Length, expected.Length));
            TestTier.Current = tier;
            var made = new float[expected.Length];
            for (var t = 0; t < steps; t++)
                step(state, data.Inputs[0].AsSpan(t * input, input), made.AsSpan(t * output, output));
            for (var i = 0; i < made.Length; i++)
                made[i].ShouldBe(expected[i], 1e-6f, $"{name} in {tier}, element {i}");

            // A wrong length changes nothing, and what Forward kept is gone.
            float[] before = [.. state];
            Should.Throw<ArgumentException>(() => step(state, data.Inputs[0].AsSpan(0, input), new float[output + 1])).Message.ShouldContain("'output'");
            Should.Throw<ArgumentException>(() => step(new float[state.Length - 1], data.Inputs[0].AsSpan(0, input), made.AsSpan(0, output))).Message.ShouldContain("'state'");
            state.ShouldBe(before);
            Should.Throw<InvalidOperationException>(() => network.Backward([made], [new float[data.Inputs[0].Length]])).Message.ShouldContain("Step");
        }
    }

    [Fact]
    public void Steps_of_several_sequences_go_together()
    {
        var network = Networks.Assembly.Create("TwoSequences", TestTier.Scalar, seed: 3);
        var data = TrialData.Draw(Networks.Assembly.Networks["TwoSequences"].Interface, 1, 7);
        float[][] expected = [.. data.OutputGradients.Select(output => new float[output.Length])];
        network.Forward(data.Inputs, expected, 1);
        var step = (StepOfTwo)Delegate.CreateDelegate(typeof(StepOfTwo), network.Network, "Step");
        var state = new float[Constant("TwoSequences", "StateLength")];
        for (var t = 0; t < 4; t++)
        {
            var (product, last) = (new float[4], new float[2]);
            step(state, data.Inputs[0].AsSpan(t * 3, 3), data.Inputs[1].AsSpan(t * 2, 2), product, last);
            product.ShouldBe(expected[0].AsSpan(t * 4, 4).ToArray());
            last.ShouldBe(expected[1].AsSpan(t * 2, 2).ToArray());
        }
    }

    [Theory]
    [InlineData("Elman", "a flattened sequence reaches a dense layer")]
    [InlineData("GruStack", "one direction goes back")]
    public void What_needs_the_whole_sequence_has_no_step(string name, string why) =>
        Networks.Assembly.Find(name).GetMethod("Step").ShouldBeNull(why);

    [Fact]
    public void The_last_step_is_what_a_sequence_ends_with()
    {
        var network = Networks.Assembly.Create("Gru", TestTier.Scalar, seed: 3);
        var data = TrialData.Draw(Networks.Assembly.Networks["Gru"].Interface, 1, 7);
        var expected = new float[2];
        network.Forward(data.Inputs, [expected], 1);
        var step = (StepOfOne)Delegate.CreateDelegate(typeof(StepOfOne), network.Network, "Step");
        var (state, made) = (new float[Constant("Gru", "StateLength")], new float[2]);
        for (var t = 0; t < 6; t++)
            step(state, data.Inputs[0].AsSpan(t * 4, 4), made);
        made.ShouldBe(expected);
    }

    [Fact]
    public void What_needs_no_state_is_computed_for_all_steps_at_once()
    {
        var graph = Networks.Assembly.Networks["Gru"].After("Step")!;
        var inLoops = graph.Nodes.Where(node => node.Loop is not null).ToArray();
        inLoops.Count(node => node.Operation is Ops.Dense).ShouldBe(6, "three recurrent products, and three of their gradients");
        inLoops.ShouldNotContain(node => node.Operation is Ops.DenseWeightGradient || node.Operation is Ops.Reduce);
        graph.Nodes.Where(node => node.Operation is Ops.DenseWeightGradient).Count(node => graph[node.Inputs[1]].Type.Steps == 6).ShouldBe(6);
    }

    private static int Constant(string network, string name) => (int)Networks.Assembly.Find(network).GetField(name).ShouldNotBeNull().GetRawConstantValue()!;
}
