using System.Text;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

public class TypeNamingTests
{
    [Fact]
    public void TheGlobalNamespaceIsEmpty()
    {
        var spec = Read("[Network] partial class Net;");

        spec.Namespace.ShouldBe("");
        spec.Name.ShouldBe("Net");
        spec.HintName.ShouldBe("Net");
        spec.ContainingTypes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("namespace Game.Brains; [Network] partial class Net;")]
    [InlineData("namespace Game { namespace Brains { [Network] partial class Net { } } }")]
    [InlineData("namespace Game.Brains { [Network] partial class Net { } }")]
    public void NamespacesAreDotted(string source)
    {
        var spec = Read(source);

        spec.Namespace.ShouldBe("Game.Brains");
        spec.HintName.ShouldBe("Game.Brains.Net");
    }

    [Fact]
    public void OuterTypesHavePartialHeadersFromTheOutside()
    {
        var spec = Read(
            """
            namespace Game;
            public static partial class Outer { partial struct Middle { partial interface Inner { partial record Deep {
                partial record struct Deeper { [Network] private sealed partial class Net; } } } } }
            """);

        spec.ContainingTypes.ShouldBe(
        [
            "partial class Outer", "partial struct Middle", "partial interface Inner", "partial record Deep",
            "partial record struct Deeper",
        ]);
        spec.HintName.ShouldBe("Game.Outer.Middle.Inner.Deep.Deeper.Net");
    }

    [Fact]
    public void GenericOuterTypesKeepTheirParametersWithoutConstraints()
    {
        var spec = Read("partial class Outer<TKey, @in> where TKey : struct where @in : class { [Network] partial class Net; }");

        spec.ContainingTypes.ShouldBe(["partial class Outer<TKey, @in>"]);
        spec.HintName.ShouldBe("Outer-2.Net");
    }

    [Fact]
    public void KeywordsAreEscaped()
    {
        var spec = Read("namespace @namespace.@event; partial class @class { [Network] partial class @int; }");

        spec.Namespace.ShouldBe("@namespace.@event");
        spec.ContainingTypes.ShouldBe(["partial class @class"]);
        spec.Name.ShouldBe("@int");
        spec.HintName.ShouldBe("namespace.event.class.int");
    }

    [Fact]
    public void HeadersCompileWithTheUsersOwn()
    {
        const string source =
            """
            namespace @namespace { public static partial class Outer<T> where T : struct { partial record struct @record<@in> {
                [Network] private sealed partial class @class { } } } }
            """;
        var spec = Read(source);
        var outer = string.Join(" { ", spec.ContainingTypes);
        var generated = $"namespace {spec.Namespace} {{ {outer} {{ partial class {spec.Name} {{ }} }} }} }}";

        GeneratorRun.Of(["using StaticNet; " + source, generated]).CompilerErrors.ShouldBeEmpty();
    }

    [Fact]
    public void SeveralPartsMakeOneNetwork()
    {
        var run = GeneratorRun.Of(
        [
            "partial class Net { public int Score; }",
            "using StaticNet; [Network, Input(4), ReLU] partial class Net;",
            "[System.Serializable] partial class Net { public int Lives; }",
        ]);

        run.Spec.Layers.Count.ShouldBe(2);
        run.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void LayersMayStandOnAnotherPartThanTheNetworkAttribute() =>
        GeneratorRun.Of(["[StaticNet.Network] partial class Net;", "using StaticNet; [Input(4), ReLU] partial class Net;"])
            .Spec.Layers.Count.ShouldBe(2);

    [Fact]
    public void ARepeatedNetworkAttributeIsReadOnce() =>
        GeneratorRun.Of(["[StaticNet.Network] partial class Net;", "[StaticNet.Network] partial class Net;"])
            .Declarations.ShouldHaveSingleItem();

    [Theory]
    [InlineData("[Network] partial class Net; [Network] partial class net;")]
    [InlineData("namespace A { [Network] partial class Net; } namespace a { [Network] partial class Net; }")]
    [InlineData("namespace A.B { [Network] partial class Net; } namespace A { partial class b { [Network] partial class Net; } }")]
    [InlineData("partial class O { [Network] partial class Net; } partial class O<T> { [Network] partial class Net; }")]
    [InlineData("partial class O { [Network] partial class Net; } partial class o { [Network] partial class Net; }")]
    [InlineData("partial class O<T> { [Network] partial class Net; } partial class O_1 { [Network] partial class Net; }")]
    [InlineData("[Network] partial class e\u0301; [Network] partial class e_0301;")]
    public void HintNamesDifferEvenWithoutRegardToCase(string source)
    {
        var names = GeneratorRun.Of("using StaticNet; " + source).Specs.Select(spec => spec.HintName).ToList();

        names.Count.ShouldBe(2);
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(2);
    }

    [Fact]
    public void HintNamesHoldOnlyWhatRoslynAllows()
    {
        // A combining acute accent may stand in an identifier, but not in a hint name.
        var name = Read("[Network] partial class Ne\u0301t;").HintName;

        name.ShouldBe("Ne-0301t");
    }

    [Fact]
    public void LongHintNamesAreCutAndStayDifferent()
    {
        var stem = new string('N', 300);
        var names = GeneratorRun.Of($"using StaticNet; [Network] partial class {stem}a; [Network] partial class {stem}b;")
            .Specs.Select(spec => spec.HintName).ToList();

        names.ShouldAllBe(name => name.Length < 200);
        names[0].ShouldNotBe(names[1]);
    }

    [Theory]
    [InlineData("\u7db2", 89)]
    [InlineData("\u7db2", 500)]
    [InlineData("\u00e9", 130)]
    [InlineData("e\u0301", 60)]
    [InlineData("N", 600)]
    [InlineData("Deep.\u6df1", 40)]
    public void HintNamesFitIntoFileNamesInBytes(string part, int repetitions)
    {
        // As Linux and macOS count: EmitCompilerGeneratedFiles makes files of these names.
        var stem = string.Concat(Enumerable.Repeat(part, repetitions));
        var space = stem.Contains('.') ? stem[..stem.LastIndexOf('.')] : "Game";
        var name = stem[(stem.LastIndexOf('.') + 1)..];
        var run = GeneratorRun.Of(
            $"using StaticNet; namespace {space} {{ [Network, Input(2), Dense(2)] partial class {name}a {{ }} "
            + $"[Network, Input(2), Dense(2)] partial class {name}b {{ }} }}");

        run.CompilerErrors.ShouldBeEmpty();
        run.Specs.Select(spec => spec.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(2);
        run.Sources.Count.ShouldBe(12);
        run.Sources.Keys.ShouldAllBe(file => Encoding.UTF8.GetByteCount(file) <= 255);
    }

    private static NetworkSpec Read(string source) => GeneratorRun.Of("using StaticNet; " + source).Spec;
}
