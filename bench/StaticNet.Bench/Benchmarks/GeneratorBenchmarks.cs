using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using StaticNet.Bench.Cases;

namespace StaticNet.Bench.Benchmarks;

/// <summary>The generator, from a declaration to its source.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private NetworkCompilation compilation = null!;

    [Params("Controller", "Mlp", "LeNet5")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Read() => compilation = NetworkCompilation.Of(Network);

    [Benchmark]
    public GeneratorDriver Generate() => compilation.Fresh().Run(NetworkCompilation.CreateDriver());
}
