using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Blocks that repeat many times: loops over calls in the generated code, which does not grow with how many there are.</summary>
public sealed class RepeatedBlocksTests
{
    private const string Blocks = """
        [Block]
        [Dense(N), Sigmoid(Name = "gate"), Dense(N, From = "input", Bias = false), Multiply("gate"), Add("input")]
        public static class RolledGatedBlock { [BlockParameter] public const int N = 4; }

        [Block]
        [Conv2D(C, 3, Padding = 1), BatchNorm, ReLU, Dropout(0.2), Conv2D(C, 3, Padding = 1, Bias = false), Add("input"), ReLU]
        public static class RolledResidualBlock { [BlockParameter] public const int C = 4; }

        [Block]
        [Use(typeof(RolledGatedBlock), N, Repeat = 2), LayerNorm]
        public static class RolledPair { [BlockParameter] public const int N = 4; }
        """;

    internal static Catalogue Networks { get; } = new(
    [
        new("RolledGates", "[Input(5), Use(typeof(RolledGatedBlock), 5, Repeat = 12), Dense(3), SoftmaxCrossEntropy]", 4, Blocks),
        new("RolledResiduals", "[Input(4, 6, 5), Use(typeof(RolledResidualBlock), 4, Repeat = 7), Flatten, Dense(2), MeanSquaredError]", 3),
        new("RolledWinograd", "[Input(16, 8, 8), Use(typeof(RolledResidualBlock), 16, Repeat = 5), GlobalAveragePool2D, Dense(3), SoftmaxCrossEntropy]", 2)
        {
            Choices = new(WinogradTile: 2),
        },
        new("RolledPairs", "[Input(4), Use(typeof(RolledPair), 4, Repeat = 6), Use(typeof(RolledGatedBlock), 4, Repeat = 5, Shared = true), MeanSquaredError]", 18),
        new("RolledOverBatch", "[Input(4), Use(typeof(RolledGatedBlock), 4, Repeat = 20), Dense(2), MeanSquaredError]", 40) { Choices = new(OverBatch: true, RunsStraight: false) },
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void They_are_loops_over_calls()
    {
        var source = GeneratorRun.Of(Source(100)).Sources["Net.Programs.g.cs"];
        source.ShouldContain("for (int repetition = 0; repetition < 9");
        source.ShouldNotContain("layer0_50_0Weight");
    }

    /// <summary>Source and the time to compile it are what users wait for.</summary>
    [Fact]
    public void A_hundred_times_as_many_take_less_than_twice_the_source()
    {
        Length(800).ShouldBeLessThan(2 * Length(8));

        static int Length(int repeat) => GeneratorRun.Of(Source(repeat)).Sources.Values.Sum(source => source.Length);
    }

    [Fact]
    public void Views_of_many_repetitions_are_counted_instead_of_named()
    {
        var surface = GeneratorRun.Of(Source(40)).Sources["Net.g.cs"];
        surface.ShouldContain("TensorView Layer0_0Weight(int repetition)");
        surface.ShouldContain("TensorView Layer1Weight =>");
        GeneratorRun.Of(Source(16)).Sources["Net.g.cs"].ShouldContain("TensorView Layer0_15_0Weight =>");
    }

    private static string Source(int repeat) => $$"""
        using StaticNet;
        [Network(BatchCapacity = 4), Input(8), Use(typeof(RolledGatedBlock), 8, Repeat = {{repeat}}), Dense(3), SoftmaxCrossEntropy] partial class Net;
        {{Blocks}}
        """;
}
