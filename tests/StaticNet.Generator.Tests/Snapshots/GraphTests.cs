using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Numerics;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>The graph of a training step after each pass.</summary>
public sealed class GraphTests
{
    [Fact]
    public void LeNet5() => Verify(ClassicNetworkTests.LeNet5, nameof(LeNet5));

    [Fact]
    public void ResidualBlock() => Verify(
        new NetworkCase("ResidualBlock", """
            [Input(3, 8, 8, Name = "x")]
            [Conv2D(3, 3, Padding = 1), ReLU, Dropout(0.1), Conv2D(3, 3, Padding = 1, Name = "inner")]
            [Add("inner", "x"), ReLU, GlobalAveragePool2D, Flatten, Dense(4)]
            [SoftmaxCrossEntropy]
            """),
        nameof(ResidualBlock));

    private static void Verify(NetworkCase network, string method)
    {
        var lowered = LoweredNetwork.Of(network);
        Verifier.Verify(GraphPrinter.Print(lowered.Declared), hint: "Declared", method: method);
        foreach (var observed in lowered.Passes.Where(observed => observed.Program == "Step"))
            Verifier.Verify(GraphPrinter.Print(observed.Graph), hint: "Step." + observed.Pass, method: method);
    }
}
