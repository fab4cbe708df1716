using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Cells that run over sequences.</summary>
public sealed class ScanTests
{
    private const string Cells = """
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
        new("Accumulation", "[Input(7, 4), Scan(typeof(Accumulator), OnlyLast = true), MeanSquaredError]", 3),
        new("Delays", "[Input(3, 2, 3), Scan(typeof(Delay)), Flatten, Dense(3), SoftmaxCrossEntropy]", 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
