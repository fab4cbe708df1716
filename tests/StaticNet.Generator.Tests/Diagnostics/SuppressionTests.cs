using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>A <c>#pragma</c> only reaches diagnostics whose location is in a syntax tree of the compilation.</summary>
public class SuppressionTests
{
    [Fact]
    public void APragmaAroundTheClassSuppresses() => GeneratorRun.Of(
        """
        using StaticNet;
        #pragma warning disable SN0002
        [Network, Input(4)] class Net;
        #pragma warning restore SN0002
        """).Diagnostics.ShouldBeEmpty();

    [Fact]
    public void APragmaAfterTheClassDoesNot() => GeneratorRun.Of(
        """
        using StaticNet;
        [Network, Input(4)] class Net;
        #pragma warning disable SN0002
        """).ShouldReport("SN0002", "Net");

    [Fact]
    public void APragmaInTheFileOfTheBlockSuppressesWhatStandsThere() => GeneratorRun.Of(
    [
        "using StaticNet; [Network, Input(4), Use(typeof(B))] partial class Net;",
        "using StaticNet;\n#pragma warning disable SN0018\n[Block, ReLU, Output] class B;",
    ]).Diagnostics.ShouldBeEmpty();
}
