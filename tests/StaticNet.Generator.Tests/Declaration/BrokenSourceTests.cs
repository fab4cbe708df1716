using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

/// <summary>Source as it looks while it is typed: the generator neither throws nor repeats what the C# compiler says.</summary>
public class BrokenSourceTests
{
    [Theory]
    [InlineData("[Network, Dense] partial class Net;")]
    [InlineData("[Network, Dense(] partial class Net;")]
    [InlineData("[Network, Dense(,)] partial class Net;")]
    [InlineData("[Network, Dense(\"a\")] partial class Net;")]
    [InlineData("[Network, Dense(1, 2, 3)] partial class Net;")]
    [InlineData("[Network, Dense(unknown)] partial class Net;")]
    [InlineData("[Network, Dense(1, Unknown = 3)] partial class Net;")]
    [InlineData("[Network, Dense(1, Bias = 3)] partial class Net;")]
    [InlineData("[Network, Dense(1, Bias = true, Bias = false)] partial class Net;")]
    [InlineData("[Network, Dense(outputs: 1, outputs: 2)] partial class Net;")]
    [InlineData("[Network, Dense(nothing: 1)] partial class Net;")]
    [InlineData("[Network, Dense(99999999999)] partial class Net;")]
    [InlineData("[Network, Dense(int.MaxValue + 1)] partial class Net;")]
    [InlineData("[Network, Dense(1 / 0)] partial class Net;")]
    [InlineData("[Network, Dense(1.5)] partial class Net;")]
    [InlineData("[Network, Input(1, \"a\")] partial class Net;")]
    [InlineData("[Network, Input(new[] { 1, unknown })] partial class Net;")]
    [InlineData("[Network, Input(new int[2])] partial class Net;")]
    [InlineData("[Network, Input(System.DateTime.Now.Year)] partial class Net;")]
    [InlineData("[Network, Add(null, 3)] partial class Net;")]
    [InlineData("[Network, Layer] partial class Net;")]
    [InlineData("[Network, Loss] partial class Net;")]
    [InlineData("[Network(BatchCapacity = \"many\")] partial class Net;")]
    [InlineData("[Network(3)] partial class Net;")]
    [InlineData("[Network(Precision = 3)] partial class Net;")]
    [InlineData("[Network, Network] partial class Net;")]
    [InlineData("[Network, Use(typeof(Unknown))] partial class Net;")]
    [InlineData("[Network, Use(typeof())] partial class Net;")]
    [InlineData("[Network, Use()] partial class Net;")]
    [InlineData("[Network, Use(typeof(B))] partial class Net; [Block, Dense(A)] class B { [BlockParameter] const int A = unknown; }")]
    [InlineData("[Network, Use(typeof(B))] partial class Net; [Block, Dense(A)] class B { [BlockParameter] const int A = C; const int C = A; }")]
    [InlineData("[Network, Use(typeof(B))] partial class Net; [Block, Dense(C)] class B { [BlockParameter] const int A = 1; const int C = C; }")]
    [InlineData("[Network, Use(typeof(B))] partial class Net; [Block, Dense(A +)] class B { [BlockParameter] const int A = 1; }")]
    [InlineData("[Network, Use(typeof(B))] partial class Net; [Block, Dense(A / 0)] class B { [BlockParameter] const int A = 1; }")]
    [InlineData("[Network")]
    [InlineData("[Network]")]
    [InlineData("[Network] partial")]
    [InlineData("[Network] partial class")]
    [InlineData("[Network] enum E { A }")]
    [InlineData("[Network] delegate void D();")]
    [InlineData("[Network] namespace N { }")]
    [InlineData("[assembly: Network]")]
    [InlineData("class C { [Network] void M() { } }")]
    [InlineData("[Network] partial class Net; partial struct Net;")]
    [InlineData("[Network] partial class Net; class Net;")]
    [InlineData("[Network] partial class Net : Net;")]
    [InlineData("[Network] partial class Net : Base; [Network] partial class Base : Net;")]
    [InlineData("partial class Outer { [Network] partial class Net : Outer.Net; }")]
    public void NothingThrows(string source)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);

        run.Result.Exception.ShouldBeNull();
        run.Diagnostics.ShouldNotContain(diagnostic => diagnostic.Id == "SN0001", source);
        run.CompilerErrors.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("[Network, Input(null)] partial class Net;")]
    [InlineData("[Network, Input] partial class Net;")]
    [InlineData("[Network, Input()] partial class Net;")]
    [InlineData("[Network, Input(new int[0])] partial class Net;")]
    [InlineData("[Network, Add(null)] partial class Net;")]
    [InlineData("[Network, Add(null, null)] partial class Net;")]
    [InlineData("[Network, Add(new string[] { null, \"a\" })] partial class Net;")]
    [InlineData("[Network, Conv2D(1, 1, Strides = null, Name = null, From = null)] partial class Net;")]
    [InlineData("[Network, Use(null)] partial class Net;")]
    [InlineData("[Network, Use(null, null)] partial class Net;")]
    [InlineData("[Network, Use(typeof(B), \"a\")] partial class Net; [Block, ReLU] class B;")]
    [InlineData("[Network, Use(typeof(B), 1, null, typeof(B))] partial class Net; [Block, ReLU] class B;")]
    [InlineData("[Network, Use(typeof(int))] partial class Net;")]
    [InlineData("[Network, Use(typeof(int[]))] partial class Net;")]
    [InlineData("[Network, Use(typeof(void))] partial class Net;")]
    [InlineData("[Network, Use(typeof(System.Collections.Generic.List<>))] partial class Net;")]
    [InlineData("[Network, Use(typeof(Net))] partial class Net;")]
    [InlineData("[Network, Dense(1, Initializer = (Initializer)99)] partial class Net;")]
    [InlineData("[Network, Dropout(double.NaN)] partial class Net;")]
    [InlineData("[Network, Dropout(double.PositiveInfinity)] partial class Net;")]
    [InlineData("[Network, Dense(int.MinValue)] partial class Net;")]
    [InlineData("[Network(BatchCapacity = int.MinValue, Precision = (Precision)9)] partial class Net;")]
    public void OddButValidSourceIsReadOrReported(string source)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);

        run.Result.Exception.ShouldBeNull();
        run.Diagnostics.ShouldNotContain(diagnostic => diagnostic.Id == "SN0001", source);
        run.Declarations.ShouldHaveSingleItem();
    }

    [Fact]
    public void AVeryLongExpressionEnds()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("A", 2000));
        var run = GeneratorRun.Of(
            "using StaticNet; [Network, Use(typeof(B))] partial class Net; "
            + $"[Block, Dense({sum})] class B {{ [BlockParameter] const int A = 1; }}");

        run.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("SN0018");
    }

    [Fact]
    public void BlocksThatDoubleEndInADiagnostic()
    {
        var blocks = string.Concat(Enumerable.Range(1, 40).Select(
            i => $"[Block, Use(typeof(B{i - 1})), Use(typeof(B{i - 1}))] class B{i};\n"));
        var run = GeneratorRun.Of(
            "using StaticNet; [Network, Use(typeof(B40))] partial class Net; [Block, ReLU] class B0;\n" + blocks);

        run.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("SN0016");
    }
}
