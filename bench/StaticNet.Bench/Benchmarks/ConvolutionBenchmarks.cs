using BenchmarkDotNet.Attributes;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Benchmarks;

/// <summary>Single convolutions with bias and ReLU, one sample a call: the direct form, and what the compiler chooses.</summary>
[MemoryDiagnoser]
public class ConvolutionBenchmarks
{
    private IFeedForward direct = null!;
    private IFeedForward chosen = null!;
    private float[] input = [];
    private float[] output = [];

    [Params("16x32x32", "64x56x56", "128x28x28")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Create()
    {
        (direct, chosen) = Shape switch
        {
            "16x32x32" => ((IFeedForward)new DirectConvolution16(), (IFeedForward)new Convolution16()),
            "64x56x56" => (new DirectConvolution64(), new Convolution64()),
            _ => (new DirectConvolution128(), new Convolution128()),
        };
        input = Samples.Uniform(Shape.Split('x').Select(int.Parse).Aggregate((product, size) => product * size));
        output = new float[input.Length];
    }

    [Benchmark(Baseline = true)]
    public void Direct() => direct.Forward(input, output);

    [Benchmark]
    public void Chosen() => chosen.Forward(input, output);
}
