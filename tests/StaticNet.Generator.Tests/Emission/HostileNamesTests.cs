using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Snapshots;

namespace StaticNet.Generator.Tests.Emission;

/// <summary>Generated code beside namespaces, types and members of every name that it mentions.</summary>
public sealed class HostileNamesTests
{
    private const string Declarations = """
            [global::StaticNet.Network(BatchCapacity = 4)]
            [global::StaticNet.Input(1, 9, 9), global::StaticNet.Conv2D(3, 3, Padding = 1), global::StaticNet.ReLU, global::StaticNet.MaxPool2D(3)]
            [global::StaticNet.Dropout(0.5), global::StaticNet.Flatten, global::StaticNet.Dense(7), global::StaticNet.Tanh, global::StaticNet.Dense(3)]
            [global::StaticNet.SoftmaxCrossEntropy]
            public sealed partial class Net { }

            [global::StaticNet.Network(BatchCapacity = 32)]
            [global::StaticNet.Input(3, Name = "left")]
            [global::StaticNet.Input(3, Name = "right")]
            [global::StaticNet.Add("left", "right"), global::StaticNet.Dense(4, Name = "hidden"), global::StaticNet.ELU, global::StaticNet.Output(Name = "first")]
            [global::StaticNet.Dense(2, Name = "last"), global::StaticNet.Output(Name = "second")]
            [global::StaticNet.MeanSquaredError(From = "last")]
            public sealed partial class Pair { }

            [global::StaticNet.Network]
            [global::StaticNet.Input(16, 56, 56), global::StaticNet.Conv2D(64, 3, Padding = 1), global::StaticNet.GlobalAveragePool2D]
            public sealed partial class Wide { }
        """;

    /// <summary>Every identifier in what is generated for networks of all kinds.</summary>
    private static readonly Lazy<string[]> Names = new(() =>
    {
        var run = GeneratorRun.Of("namespace Game { " + Declarations + " }");
        run.Diagnostics.ShouldBeEmpty();
        return [.. run.Result.GeneratedSources.SelectMany(source => source.SyntaxTree.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)
            .Concat(["System", "IO", "Runtime", "Intrinsics", "X86", "Math", "MathF", "Span", "Sse", "Avx2", "Vector", "Object", "String", "Single", "Int32"])
            .Except(["Net", "Pair", "Wide", "Game", "var", "nameof", "global"]).Distinct().Order(StringComparer.Ordinal)];
    });

    [Fact]
    public void There_are_many_names() => Names.Value.Length.ShouldBeGreaterThan(200);

    [Fact]
    public void Types_beside_the_network() => Compiles(
        $"namespace Game {{ {string.Concat(Names.Value.Select(name => $"public struct {name} {{ public int Raw; }}\n"))} {Declarations} }}");

    [Fact]
    public void Namespaces_beside_the_network() => Compiles(
        $"namespace Game {{ {string.Concat(Names.Value.Select(name => $"namespace {name} {{ public struct Fixed {{ public int Raw; }} }}\n"))} {Declarations} }}");

    [Fact]
    public void Types_and_namespaces_around_the_network() => Compiles(
        $"namespace Acme {{ {string.Concat(Names.Value.Select((name, i) => i % 2 == 0 ? $"public struct {name};\n" : $"namespace {name} {{ public struct Fixed; }}\n"))} "
        + $"namespace Deep.System {{ {Declarations} }} }}");

    [Fact]
    public void Types_in_the_class_around_the_network() => Compiles(
        $"namespace Game {{ public partial class Outer {{ {string.Concat(Names.Value.Select(name => $"public struct {name} {{ public int Raw; }}\n"))} {Declarations} }} }}");

    [Fact]
    public void Members_of_the_class_around_the_network() => Compiles(
        $"namespace Game {{ public partial class Outer {{ {string.Concat(Names.Value.Select(name => $"public static object {name} => null!;\n"))} {Declarations} }} }}");

    [Fact]
    public void Members_of_the_base_class() => Compiles(
        $"namespace Game {{ public class Base {{ {string.Concat(Names.Value.Except(["Equals", "GetType", "ToString"]).Select(name => $"public object {name} => null!;\n"))} }} "
        + Declarations.Replace("partial class Net ", "partial class Net : Base ") + " }");

    /// <summary>Members of the user's own: each compiles beside the generated ones, or is reported where it stands.</summary>
    [Fact]
    public void Members_of_the_network()
    {
        var members = string.Concat(Names.Value.Select(name => $"public object {name} => null!;\n"));
        var run = GeneratorRun.Of("namespace Game { " + Declarations.Replace("partial class Net { }", "partial class Net { " + members + " }") + " }");
        run.Diagnostics.ShouldNotBeEmpty();
        run.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Id == "SN0026");
        var met = run.Diagnostics.Select(run.Squiggle).ToHashSet();
        met.ShouldContain("Forward");
        met.ShouldContain("__programs");
        met.ShouldNotContain("workspace");
        met.ShouldNotContain("Math");
        Compiles("namespace Game { " + Declarations.Replace("partial class Net { }",
            "partial class Net { " + string.Concat(Names.Value.Except(met).Select(name => $"public object {name} => null!;\n")) + " }") + " }");
    }

    /// <summary>Aliases and extension methods for all of a project.</summary>
    [Fact]
    public void Global_usings() => Compiles(
        "global using Unsafe = System.Text.StringBuilder; global using Vector256 = System.Text.StringBuilder; global using Math = System.Text.StringBuilder; "
        + "global using static Game.Extensions; namespace Game { public static class Extensions { "
        + "public static int GetLower<T>(this System.Runtime.Intrinsics.Vector256<T> v) => 1; public static int ToScalar<T>(this System.Runtime.Intrinsics.Vector128<T> v) => 1; } "
        + Declarations + " }");

    [Fact]
    public void Comments_refer_to_what_exists()
    {
        var compilation = GeneratorRun.Compile(
            ["namespace Acme.System { public class IO { } public class ArgumentException { } " + Declarations + " }"],
            documentation: DocumentationMode.Diagnose);
        var output = GeneratorRun.Of(compilation).Output;
        output.GetDiagnostics().Where(diagnostic => diagnostic.Id is "CS1574" or "CS1580" or "CS1584" or "CS1572" or "CS1573" or "CS1570" or "CS1587").ShouldBeEmpty();
    }

    private static void Compiles(string source)
    {
        var run = GeneratorRun.Of(source);
        run.Diagnostics.ShouldBeEmpty();
        run.CompilerErrors.Take(5).ShouldBeEmpty();
        run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning
            && diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true).Take(5).ShouldBeEmpty();
    }
}
