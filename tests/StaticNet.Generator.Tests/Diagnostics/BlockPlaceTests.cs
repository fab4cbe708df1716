using StaticNet.Generator.Tests.Declaration;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>An error inside a block says which use of it is meant: with other arguments, it may be right.</summary>
public class BlockPlaceTests
{
    [Theory]
    [InlineData("Input(4), Dense(3), Use(typeof(B), 3)", "Dense 'narrow' in block B(3, 2), used by network 'Net' as layer 1: outputs is 0, ")]
    [InlineData("Input(4), Use(typeof(B), 3, 1, Name = \"first\")", "Dense 'narrow' in block B(3, 1), used by network 'Net' as layer 'first': outputs is 0, ")]
    [InlineData("Input(4), ReLU, ReLU, Use(typeof(Outer), 2)",
        "Dense 'narrow' in block B(1, 2), used by block Outer(2) as layer 1, used by network 'Net' as layer 2: outputs is 0, ")]
    [InlineData("Input(4), Use(typeof(Outer), 2, Name = \"deep\")",
        "Dense 'narrow' in block B(1, 2), used by block Outer(2) as layer 1, used by network 'Net' as layer 'deep': outputs is 0, ")]
    [InlineData("Input(4), Use(typeof(B)), Use(typeof(B), 2)", "Dense 'narrow' in block B(2, 2), used by network 'Net' as layer 1: outputs is 0, ")]
    public void AnErrorNamesNetworkUseAndArguments(string layers, string beginning) =>
        Run(layers).ShouldReport("SN0011", "A / 4").ShouldStartWith(beginning);

    [Fact]
    public void TheRemedyMayBeOtherArguments() =>
        Run("Input(4), Use(typeof(B), 3)").ShouldReport("SN0011", "A / 4")
            .ShouldEndWith("write [Dense(1, Name = \"narrow\")], or more for outputs, or give the block other arguments");

    [Fact]
    public void TwoUsesThatAreWrongInTheirOwnWaysAreTwoErrors()
    {
        var run = Run("Input(8), Use(typeof(C), 9), Use(typeof(C), 0)");

        run.Diagnostics.Select(diagnostic => diagnostic.GetMessage()).ShouldBe(
        [
            "Reshape in block C(9), used by network 'Net' as layer 0: (9) does not hold the 8 elements of its input (8); "
                + "write [Reshape(8)], or other dimensions whose product is 8; one of them may be -1",
            "Reshape in block C(0), used by network 'Net' as layer 1: shape[0] is 0, but must be at least 1; "
                + "write [Reshape(1)], or more for shape[0], or give the block other arguments",
        ]);
    }

    [Fact]
    public void ErrorsThatReadingFindsNameTheUse() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(4), ReLU, Use(typeof(B), 7)] partial class Net; [Block, Dense(A << 1)] class B { [BlockParameter] const int A = 4; }")
            .ShouldReport("SN0018", "A << 1").ShouldStartWith("Dense in block B(7), used by network 'Net' as layer 1: ");

    [Fact]
    public void ABlockWithoutParametersHasNoParentheses() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(4), Use(typeof(B))] partial class Net; [Block, Dropout(1)] class B;")
            .ShouldReport("SN0011", "1").ShouldStartWith("Dropout in block B, used by network 'Net' as layer 0: ");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABlockOfAnotherAssemblyIsShownWhereItIsUsed(bool asMetadata)
    {
        var library = BlockReadingTests.Library("using StaticNet; [Block, Dense(0)] public class B;", asMetadata);
        var run = GeneratorRun.Of(["using StaticNet; [Network, Input(4), Use(typeof(B))] partial class Net;"], references: [library]);

        run.ShouldReport("SN0011", "Use(typeof(B))")
            .ShouldBe("Dense in block B, used by network 'Net' as layer 0: outputs is 0, but must be at least 1; write outputs: 1, or more for outputs");
    }

    private static GeneratorRun Run(string layers) => GeneratorRun.Of(
        $"using StaticNet; [Network, {layers}] partial class Net;" +
        """
        [Block, Dense(A / 4, Name = "narrow"), Dense(C)] class B { [BlockParameter] const int A = 4; [BlockParameter] const int C = 2; }
        [Block, Use(typeof(B)), Use(typeof(B), D / 2)] class Outer { [BlockParameter] const int D = 8; }
        [Block, Reshape(A)] class C { [BlockParameter] const int A = 8; }
        """);
}
