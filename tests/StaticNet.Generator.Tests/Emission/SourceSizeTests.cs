using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Emission;

/// <summary>Compiling what is generated is what users wait for in every build, so its length is bounded.</summary>
public sealed class SourceSizeTests
{
    private const string LeNet = """
        Input(1, 28, 28), Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2), Conv2D(16, 5), ReLU, MaxPool2D(2), Flatten,
        Dense(120), ReLU, Dense(84), ReLU, Dense(10)
        """;

    [Theory]
    [InlineData("BatchCapacity = 64", LeNet + ", SoftmaxCrossEntropy", 800_000)]
    [InlineData("For = Purpose.Inference", LeNet, 300_000)]
    [InlineData("For = Purpose.Inference, BatchCapacity = 64", LeNet, 300_000)]
    [InlineData("BatchCapacity = 64", "Input(2), Dense(4), Tanh, Dense(3), SoftmaxCrossEntropy", 240_000)]
    public void Generated_source_is_not_longer_than_it_need_be(string options, string layers, int most) =>
        GeneratorRun.Of($"using StaticNet; [Network({options}), {layers}] partial class Net;").Sources.Values.Sum(source => source.Length).ShouldBeLessThan(most);

    /// <summary>Nobody runs it for speed where there are vectors: no tiles, nothing written out.</summary>
    [Fact]
    public void Plain_code_is_a_textbooks_loops_where_vectors_do_the_work()
    {
        var plain = GeneratorRun.Of($"using StaticNet; [Network(BatchCapacity = 64), {LeNet}, SoftmaxCrossEntropy] partial class Net;").Sources["Net.Scalar.g.cs"];
        plain.Length.ShouldBeLessThan(60_000);
        plain.ShouldNotContain("r <= rows - ");
    }
}
