using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>The graph after each pass.</summary>
public sealed class GraphTests
{
    [Fact]
    public void LeNet5() => VerifyPasses(SnapshotNetworks.LeNet5, "Step");

    [Fact]
    public void Residual() => VerifyPasses(SnapshotNetworks.Residual, "Inference");

    private static void VerifyPasses(NetworkCase network, string program)
    {
        var lowered = LoweredNetwork.Of(network);
        lowered.Passes.Count(pass => pass.Program == program).ShouldBe(5);
        foreach (var pass in lowered.Passes.Where(pass => pass.Program == program || pass.Program == "Network"))
            Verifier.Verify(GraphPrinter.Print(pass.Graph), "txt", $"{pass.Program}.{pass.Pass}", network.Name);
    }
}
