using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Numerics;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>What users read when they open generated files.</summary>
public sealed class GeneratedSourceTests
{
    /// <summary>Every file of the smallest network that has all parts: surface, programs, trainer, four tiers.</summary>
    [Fact]
    public void Perceptron() => Verify(
        new NetworkCase("Perceptron", "[Input(4), Dense(3), ReLU, Dense(2), SoftmaxCrossEntropy]", 4),
        ["", ".Scalar", ".Vector128", ".Vector256", ".Vector512"], nameof(Perceptron));

    /// <summary>The file that explains LeNet-5, and the plainest of its kernels.</summary>
    [Fact]
    public void LeNet5() => Verify(ClassicNetworkTests.LeNet5 with { BatchCapacity = 64 }, ["", ".Scalar"], nameof(LeNet5));

    private static void Verify(NetworkCase network, IEnumerable<string> files, string method)
    {
        var sources = GeneratorRun.Of(network.Source).Sources;
        foreach (var file in files)
            Verifier.Verify(sources[$"{network.Name}{file}.g.cs"], "cs", file.Length == 0 ? "Main" : file[1..], method: method);
    }
}
