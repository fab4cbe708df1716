using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

public class ClassShapeTests
{
    [Fact]
    public void SN0002_TheClassIsNotPartial() => Report("[Network, Input(4)] class Net;", "SN0002", "Net")
        .ShouldBe("network 'Net': the class is not partial; write partial class Net");

    [Theory]
    [InlineData("static partial class Net;", "a static class")]
    [InlineData("abstract partial class Net;", "an abstract class")]
    [InlineData("partial record Net;", "a record")]
    [InlineData("partial record class Net;", "a record")]
    [InlineData("partial record struct Net;", "a record")]
    [InlineData("partial struct Net;", "a struct")]
    [InlineData("ref partial struct Net;", "a struct")]
    [InlineData("partial interface Net;", "an interface")]
    [InlineData("file partial class Net;", "a file-local class")]
    public void SN0003_TheKindIsUnsupported(string declaration, string kind) => Report("[Network] " + declaration, "SN0003", "Net")
        .ShouldBe($"network 'Net': expected a plain class, found {kind}; write partial class Net");

    [Fact]
    public void SN0003_ANetworkInsideAFileLocalClass() =>
        Report("file partial class Outer { [Network] partial class Net; }", "SN0003", "Net").ShouldContain("a file-local class");

    [Fact]
    public void SN0003_ANetworkDerivesFromANetwork()
    {
        var run = GeneratorRun.Of(
            "using StaticNet; [Network, Input(4), Dense(2)] partial class Base; [Network] partial class Net : Base;");

        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("SN0003");
        run.Squiggle(diagnostic).ShouldBe("Net");
        diagnostic.GetMessage().ShouldContain("derives from network 'Base'");
    }

    [Fact]
    public void SN0004_TheClassIsGeneric() =>
        Report("[Network] partial class Net<T>;", "SN0004", "Net").ShouldContain("cannot have type parameters");

    [Fact]
    public void SN0005_AnOuterTypeIsNotPartial() =>
        Report("partial class Outer { class Middle { [Network] partial class Net; } }", "SN0005", "Middle")
            .ShouldBe(
                "network 'Net': 'Middle' around it is not partial; "
                + "write partial before class Middle, or move the network out of it");

    [Fact]
    public void SN0006_LayersStandOnSeveralParts() =>
        Report("[Network, Input(4)] partial class Net; [Dense(3)] partial class Net;", "SN0006", "Dense(3)")
            .ShouldContain("several partial declarations");

    [Fact]
    public void SN0006_LayersStandInSeveralFiles()
    {
        var run = GeneratorRun.Of(
            ["using StaticNet; [Network, Input(4)] partial class Net;", "using StaticNet; [Dense(3), ReLU] partial class Net;"]);

        run.ShouldReport("SN0006", "Dense(3)");
        run.Diagnostics[0].Location.SourceTree!.FilePath.ShouldBe("Source1.cs");
        run.ShouldOnlyOutline();
    }

    [Fact]
    public void SN0021_TheClassHasAPrimaryConstructor() =>
        Report("[Network, Input(4)] partial class Net(int size) { public int Size => size; }", "SN0021", "Net")
            .ShouldContain("primary constructor");

    [Fact]
    public void SN0021_EvenAnEmptyOne() => Report("[Network, Input(4)] partial class Net();", "SN0021", "Net");

    [Fact]
    public void SN0011_ThePrecisionIsUnknown() =>
        Report("[Network(Precision = (Precision)7)] partial class Net;", "SN0011", "Precision = (Precision)7")
            .ShouldBe("network 'Net': 7 is not a precision; write Precision.Default or Precision.Strict");

    [Fact]
    public void SeveralThingsMayBeWrongAtOnce()
    {
        var run = GeneratorRun.Of("using StaticNet; class Outer { [Network] class Net<T>(int size); }");

        run.Diagnostics.Select(diagnostic => diagnostic.Id).ShouldBe(["SN0002", "SN0004", "SN0005", "SN0021"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("[Network] sealed partial class Net;")]
    [InlineData("[Network] public unsafe partial class Net { }")]
    [InlineData("class Base; [Network] partial class Net : Base;")]
    [InlineData("partial class Outer<T> where T : class { [Network] protected internal partial class Net; }")]
    public void OtherClassesAreFine(string source)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);

        run.Declarations.ShouldHaveSingleItem().Problems.ShouldBeEmpty();
        run.Specs.ShouldHaveSingleItem();
    }

    private static string Report(string source, string id, string squiggle)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);
        if (id is "SN0002" or "SN0003" or "SN0004" or "SN0005")
            run.Sources.ShouldBeEmpty("the class cannot have another part");
        else
            run.ShouldOnlyOutline();
        return run.ShouldReport(id, squiggle);
    }
}
