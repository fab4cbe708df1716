using StaticNet.Generator.Tests.Declaration;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

public class BlockTests
{
    [Theory]
    [InlineData("typeof(B)", "'B' is not marked [Block]")]
    [InlineData("typeof(int)", "'Int32' is not marked [Block]")]
    [InlineData("typeof(int[])", "is not marked [Block]")]
    [InlineData("null", "null is not a block")]
    public void SN0018_WhatIsUsedIsNotABlock(string block, string problem) =>
        Report($"[Network, Use({block})] partial class Net; class B;", "SN0018", block).ShouldContain(problem);

    [Fact]
    public void SN0018_TooManyArguments() =>
        Report(
            "[Network, Use(typeof(B), 1, 2, Name = \"b\")] partial class Net; "
            + "[Block, Dense(A)] class B { [BlockParameter] const int A = 1; }",
            "SN0018",
            "2").ShouldBe(
                "Use 'b': block 'B' takes one argument, found 2 arguments; "
                + "leave the others out, or mark more constants of the block [BlockParameter]");

    [Fact]
    public void SN0018_ArgumentsForABlockWithoutParameters() =>
        Report("[Network, Use(typeof(B), 1)] partial class Net; [Block, ReLU] class B;", "SN0018", "1")
            .ShouldContain("takes no arguments");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SN0018_ArgumentsForABlockOfAnotherAssembly(bool asMetadata)
    {
        var library = BlockReadingTests.Library(
            "using StaticNet; [Block, Dense(A)] public class B { [BlockParameter] public const int A = 3; }", asMetadata);
        var run = GeneratorRun.Of(["using StaticNet; [Network, Input(4), Use(typeof(B), 7)] partial class Net;"], references: [library]);

        run.ShouldReport("SN0018", "7").ShouldContain("is of another assembly");
    }

    [Theory]
    [InlineData("static int A;")]
    [InlineData("static readonly int A = 1;")]
    [InlineData("const long A = 1;")]
    public void SN0018_AParameterIsNotAConstantInteger(string field) =>
        Report($"[Network, Use(typeof(B))] partial class Net; [Block, ReLU] class B {{ [BlockParameter] {field} }}", "SN0018", "typeof(B)")
            .ShouldContain("declare it as const int A");

    [Fact]
    public void SN0018_ABlockWithoutLayers() =>
        Report("[Network, Use(typeof(B))] partial class Net; [Block] class B;", "SN0018", "typeof(B)")
            .ShouldContain("has no layers");

    [Theory]
    [InlineData("Input(3)")]
    [InlineData("Output")]
    [InlineData("SoftmaxCrossEntropy")]
    public void SN0018_ABlockHoldsLayersOnly(string attribute) =>
        Report($"[Network, Use(typeof(B))] partial class Net; [Block, ReLU, {attribute}] class B;", "SN0018", attribute)
            .ShouldContain("block 'B' may hold layers only");

    [Theory]
    [InlineData("Dense(A > 3 ? 1 : 2)", "A > 3 ? 1 : 2")]
    [InlineData("Dense(A << 1)", "A << 1")]
    [InlineData("Dense(2 + (byte)A)", "2 + (byte)A")]
    [InlineData("Dense(A3 + 1)", "A3 + 1")]
    [InlineData("Dense(3, Bias = A > 3)", "Bias = A > 3")]
    [InlineData("Dropout(A3 * 0.1)", "A3 * 0.1")]
    [InlineData("LeakyReLU(A % 0.3)", "A % 0.3")]
    [InlineData("Dense(3, Frozen = F)", "Frozen = F")]
    [InlineData("Dense(3, Bias = F ? false : true)", "Bias = F ? false : true")]
    [InlineData("Reshape(3, A ^ 2)", "A ^ 2")]
    [InlineData("MaxPool2D(2, Strides = new[] { 1, ~A })", "~A")]
    public void SN0018_AnArgumentDependsOnAParameterInAnotherWay(string attribute, string squiggle) =>
        Report(
            $"[Network, Use(typeof(B))] partial class Net; [Block, {attribute}] "
            + "class B { [BlockParameter] const int A = 4; [BlockParameter] const bool F = true; const int A3 = A & 3; }",
            "SN0018",
            squiggle).ShouldContain("in a way that cannot be followed");

    [Theory]
    [InlineData("typeof(B), 0.5", "0.5", "parameter 'N' of block 'B' is int, found double; write a value of type int")]
    [InlineData("typeof(B), 4, true", "true", "parameter 'Rate' of block 'B' is double, found bool; write a value of type double")]
    [InlineData("typeof(B), 4, 0.5, 1", "1", "parameter 'Bias' of block 'B' is bool, found int; write a value of type bool")]
    [InlineData("typeof(B), 4, 0.5, true, Precision.Strict", "Precision.Strict", "parameter 'Start' of block 'B' is StaticNet.Initializer, found StaticNet.Precision; write one such as Initializer.")]
    [InlineData("typeof(B), 4, 0.5, true, 3", "3", "parameter 'Start' of block 'B' is StaticNet.Initializer, found int; write one such as Initializer.")]
    [InlineData("typeof(B), 4, \"a\"", "\"a\"", "\"a\" is neither an int, nor a double, a bool or an enum; give the block a value of the type that its parameter has")]
    [InlineData("typeof(B), 4L", "4L", "4L is neither an int, nor a double, a bool or an enum")]
    [InlineData("typeof(B), 4, 0.5, true, Initializer.Default, 7, 0.5", "7", "block 'B' takes 4 arguments, found 6")]
    public void SN0018_AnArgumentOfAnotherType(string arguments, string squiggle, string problem) =>
        Report(
            $"[Network, Input(4), Use({arguments})] partial class Net; [Block, Dense(N, Bias = Bias, Initializer = Start), Dropout(Rate)] class B {{ "
            + "[BlockParameter] const int N = 4; [BlockParameter] const double Rate = 0.1; [BlockParameter] const bool Bias = true; "
            + "[BlockParameter] const Initializer Start = Initializer.Default; }",
            "SN0018",
            squiggle).ShouldContain(problem);

    [Theory]
    [InlineData("const string S = \"a\";")]
    [InlineData("const long L = 3;")]
    [InlineData("static readonly double D = 3;")]
    public void SN0018_AParameterOfAnotherType(string field) =>
        Report($"[Network, Input(4), Use(typeof(B))] partial class Net; [Block, ReLU] class B {{ [BlockParameter] {field} }}", "SN0018", "typeof(B)")
            .ShouldContain("is a parameter, but not a constant int, double, bool or enum");

    /// <summary>A mistake that only some values make is about this use of the block.</summary>
    [Fact]
    public void SN0011_ARateThatIsNone() =>
        Report("[Network, Input(4), Use(typeof(B), 4, 2.5)] partial class Net; [Block, Dense(N), Dropout(Rate / 2)] class B { [BlockParameter] const int N = 4; [BlockParameter] const double Rate = 0.1; }", "SN0011", "Rate / 2")
            .ShouldContain("in block B(4, 2.5), used by network 'Net' as layer 0");

    [Fact]
    public void SN0019_ABlockUsesItself() =>
        Report("[Network, Use(typeof(B))] partial class Net; [Block, ReLU, Use(typeof(B))] class B;", "SN0019", "typeof(B)")
            .ShouldBe("Use in block B, used by network 'Net' as layer 0: block 'B' contains itself, so it would never end; "
                + "use another block here, or write Repeat = 2 or more where the block is used");

    [Fact]
    public void SN0019_BlocksUseEachOther() =>
        Report(
            "[Network, Use(typeof(B))] partial class Net; [Block, Use(typeof(C))] class B; [Block, Use(typeof(B<int>.D))] class C;"
            + "class B<T> { [Block, Use(typeof(C))] internal class D; }",
            "SN0019",
            "typeof(C)");

    [Fact]
    public void SN0019_ANetworkThatIsABlockOfItsOwn() =>
        Report("[Network, Block, Use(typeof(Net))] partial class Net;", "SN0019", "typeof(Net)");

    [Fact]
    public void SN0006_TheLayersOfABlockStandOnSeveralParts() =>
        Report(
            "[Network, Use(typeof(B))] partial class Net; [Block, ReLU] partial class B; [ELU] partial class B;",
            "SN0006",
            "typeof(B)").ShouldContain("the layers of block 'B'");

    private static string Report(string source, string id, string squiggle)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);
        run.ShouldOnlyOutline();
        return run.ShouldReport(id, squiggle);
    }
}
