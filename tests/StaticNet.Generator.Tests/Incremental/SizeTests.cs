using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Incremental;

/// <summary>
/// Generation takes what the code takes, not what the network will: a hundred times the pixels, channels, taps or classes may not
/// take more memory, which is the measure of work here because it does not depend on the machine.
/// </summary>
public class SizeTests
{
    private const int Times = 100;

    /// <summary>Sizes choose schedules, so that code differs; loops over elements would differ by the factor itself.</summary>
    private const double MostGrowth = 4;

    public static TheoryData<string, long> Networks => new()
    {
        { "Input({0}), Dense(1), MeanSquaredError", 100_000_000 },
        { "Input(1), Dense({0}), SoftmaxCrossEntropy", 50_000_000 },
        { "Input({0}), Dense(3), ReLU, Dense(2), MeanSquaredError", 50_000_000 },
        { "Input({0}), Softmax", 80_000_000 },
        { "Input({0}, 3), Softmax(Axis = 0)", 30_000_000 },
        { "Input(3, {0}), Softmax(Axis = 0)", 30_000_000 },
        { "Input({0}), Sigmoid, SigmoidBinaryCrossEntropy", 80_000_000 },
        { "Input({0}), Dropout, LeakyReLU, ELU, Tanh, HalfSumSquaredError", 50_000_000 },
        { "Input(2, {0}), ReLU, SoftmaxCrossEntropy", 40_000_000 },
        { "Input({0}, Name = \"a\"), ReLU(Name = \"b\"), Add(\"a\", \"b\")", 80_000_000 },
        { "Input(2, {0}, Name = \"a\"), ReLU(Name = \"b\"), Concat(\"a\", \"b\", Axis = 1), Flatten", 40_000_000 },
        { "Input({0}, 2), Reshape(2, {0}), Tanh", 80_000_000 },
        { "Input({0}), Output", 100_000_000 },
        { "Input(1, 3, {0}), Conv2D(1, 3, Stride = 3), MeanSquaredError", 40_000_000 },
        { "Input(1, {0}, 3), Conv2D(1, 3, Stride = 3), MeanSquaredError", 40_000_000 },
        { "Input(1, 3, {0}), Conv2D(1, 3), MeanSquaredError", 30_000_000 },
        { "Input(1, {0}, 3), Conv2D(2, 3), ReLU, Conv2D(1, 1), MeanSquaredError", 20_000_000 },
        { "Input(16, 4, {0}), Conv2D(16, 3, Padding = 1), MeanSquaredError", 900_000 },
        { "Input({0}, 3, 3), Conv2D(1, 3, Stride = 5), MeanSquaredError", 10_000_000 },
        { "Input(1, 9, 9), Conv2D({0}, 3, Padding = 1), MeanSquaredError", 2_000_000 },
        { "Input({0}, 6, 6), Conv2D(16, 3, Padding = 1), MeanSquaredError", 1_000_000 },
        { "Input(1, 3, {0}), Conv2D(1, 1, 3, Dilation = {0} / 30, Stride = 1000), MeanSquaredError", 30_000_000 },
        { "Input(1, 3, {0}), Conv2D(1, 1, 3, Stride = {0} / 3), MeanSquaredError", 30_000_000 },
        { "Input(1, {0}, 3), Conv2D(1, 3, 1, Strides = new[] { {0} / 3, 5 }), MeanSquaredError", 30_000_000 },
        { "Input(1, 1, {0}), Conv2D(1, 1, {0} / 3), MeanSquaredError", 30_000_000 },
        { "Input(1, {0}, 1), Conv2D(1, {0} / 3, 1), MeanSquaredError", 30_000_000 },
        { "Input(1, {0}, 1), Conv2D(1, {0} / 9, 1, Stride = 3), MeanSquaredError", 30_000_000 },
        { "Input(8, 1, {0}), Conv2D(8, 1, {0} / 3, Groups = 8), MeanSquaredError", 3_000_000 },
        { "Input(8, {0}, 1), Conv2D(8, {0} / 3, 1, Groups = 8), MeanSquaredError", 3_000_000 },
        { "Input(8, 1, {0}), Conv2D(8, 1, 3, Groups = 8, Paddings = new[] { 0, 1, 0, 1 }), MeanSquaredError", 5_000_000 },
        { "Input(12, 1, {0}), Conv2D(12, 1, 3, Groups = 4, Strides = new[] { 1, 7 }), MeanSquaredError", 5_000_000 },
        { "Input({0}, 3, 3), Conv2D({0}, 3, Groups = {0}), MeanSquaredError", 5_000_000 },
        { "Input(1, 1, 3), Conv2D(1, 1, 3, Paddings = new[] { 0, {0}, 0, {0} }, Stride = {0} / 10), MeanSquaredError", 1_000_000 },
        { "Input(1, 3, {0}), MaxPool2D(2), MeanSquaredError", 30_000_000 },
        { "Input(1, {0}, 3), MaxPool2D(3, Stride = 2, Padding = 1), MeanSquaredError", 30_000_000 },
        { "Input({0}, 3, 3), MaxPool2D(3, Padding = Padding.Same), MeanSquaredError", 8_000_000 },
        { "Input(1, 1, {0}), MaxPool2D(1, {0} / 3), MeanSquaredError", 30_000_000 },
        { "Input(1, 1, {0}), AveragePool2D(1, {0} / 3, Strides = new[] { 1, 7 }), MeanSquaredError", 30_000_000 },
        { "Input(1, {0}, 1), AveragePool2D({0} / 3, 1, Stride = 2, Padding = Padding.Same, CountIncludePadding = false), MeanSquaredError", 30_000_000 },
        { "Input(1, 3, {0}), GlobalAveragePool2D, Flatten, MeanSquaredError", 30_000_000 },
        { "Input({0}, 3, 1), GlobalAveragePool2D, MeanSquaredError", 30_000_000 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void WorkDoesNotGrowWithTheNetwork(string layers, long length)
    {
        Work(layers, length / Times);
        var (small, large) = (Work(layers, length / Times), Work(layers, length));

        ((double)large / small).ShouldBeLessThan(MostGrowth, $"{small} and {large} bytes");
    }

    [Theory]
    [InlineData("Input(1, 3, 3), Conv2D(1, 3, Padding = 1000000)")]
    [InlineData("Input(1, 3, 3), Conv2D(1, 3, Padding = 1000000, Stride = 1000000)")]
    [InlineData("Input(1, 1, 50000000), Conv2D(10, 1, 49999990)")]
    [InlineData("Input(1, 23000, 23000), Conv2D(1, 10000, Padding = 100)")]
    [InlineData("Input(1, 1, 3), Conv2D(1, 1, 3, Paddings = new[] { 0, 1000000, 0, 1000000 }, Stride = 100003, Dilations = new[] { 1, 7 })")]
    public void WhatOutgrowsMemoryIsSaidToDoSo(string layers) =>
        GeneratorRun.Of($"using StaticNet; [Network(BatchCapacity = 1), {layers}, MeanSquaredError] partial class Net;")
            .Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("SN0016");

    /// <summary>Bytes that generating the network allocates.</summary>
    private static long Work(string layers, long length)
    {
        var source = layers.Replace("{0}", length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var compilation = GeneratorRun.Compile([$"using StaticNet; [Network(BatchCapacity = 1), {source}] partial class Net;"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = GeneratorRun.Of(compilation);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        run.Diagnostics.ShouldBeEmpty(source);
        run.Result.Exception.ShouldBeNull();
        return bytes;
    }
}
