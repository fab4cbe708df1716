using StaticNet.Generator.Emit;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>What users read: a change of the emitter shows up here, line by line.</summary>
public sealed class GeneratedSourceTests
{
    [Fact]
    public void Perceptron() => VerifyFiles(new NetworkCase("Perceptron", """
        [Input(3)]
        [Dense(5), Tanh]
        [Dense(2)]
        [MeanSquaredError]
        """, 4));

    /// <summary>Lanes over the batch: a program of its own beside that for few samples.</summary>
    [Fact]
    public void Policy() => VerifyFiles(new NetworkCase("Policy", """
        [Input(4)]
        [Dense(16), ReLU]
        [Dense(2)]
        """, 32), "Policy.g.cs", "Policy.Programs.g.cs", "Policy.Vector512.g.cs");

    /// <summary>
    /// An input that the first layer's kernel reads where the caller has it, and copies for Backward on the way: what larger networks
    /// do, in the code of a small one.
    /// </summary>
    [Fact]
    public void Encoder() => VerifyFiles(new NetworkCase("Encoder", """
        [Input(32)]
        [Dense(12), ReLU]
        """, 8) { Choices = new(RunsStraight: false) }, "Encoder.Programs.g.cs", "Encoder.Scalar.g.cs");

    [Fact]
    public void LeNet5() => VerifyFiles(SnapshotNetworks.LeNet5, "LeNet5.g.cs", "LeNet5.Programs.g.cs", "LeNet5.Scalar.g.cs");

    /// <summary>Compares all files of a network, or those that are named.</summary>
    private static void VerifyFiles(NetworkCase network, params string[] files)
    {
        var generated = NetworkSource.Write(LoweredNetwork.Of(network).Compiled, CancellationToken.None);
        generated.Count.ShouldBe(6);
        foreach (var file in generated.Where(file => files.Length == 0 || files.Contains(file.HintName)))
            Verifier.Verify(file.Source, "cs", file.HintName[..^".cs".Length], network.Name);
    }
}
