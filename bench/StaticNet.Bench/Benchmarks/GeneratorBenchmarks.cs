using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using StaticNet.Bench.Cases;

namespace StaticNet.Bench.Benchmarks;

/// <summary>The generator, from a declaration to its source.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private const string Deep = "Deep";
    private NetworkCompilation compilation = null!;

    [Params("Controller", "Mlp", "LeNet5", Deep)]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Read() => compilation =
        Network == Deep ? NetworkCompilation.OfSource(DeepConvolutions.Source()) : NetworkCompilation.Of(Network);

    [Benchmark]
    public GeneratorDriver Generate() => compilation.Fresh().Run(NetworkCompilation.CreateDriver());
}
