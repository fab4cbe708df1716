using Microsoft.CodeAnalysis;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

public class BlockReadingTests
{
    [Fact]
    public void ABlockIsReadWhereItIsUsed()
    {
        var layer = Read(
            "[Use(typeof(B), 128, Repeat = 3)]", "[Block, Dense(Width), ReLU] class B { [BlockParameter] const int Width = 64; }");

        SpecPrinter.Print(layer).ShouldBe("Use(arguments: [128], Repeat: 3) B(Width = 64) { Dense(outputs: #0); ReLU() }");
    }

    [Theory]
    [InlineData("A", "#0")]
    [InlineData("B.A", "#0")]
    [InlineData("global::B.A", "#0")]
    [InlineData("A * 4", "(#0 * 4)")]
    [InlineData("2 + 3 * 4", "14")]
    [InlineData("(A + 2 * C) / 3 - A % C", "(((#0 + (2 * #1)) / 3) - (#0 % #1))")]
    [InlineData("-A", "(0 - #0)")]
    [InlineData("+A", "#0")]
    [InlineData("((A))", "#0")]
    [InlineData("Other.Fixed + A", "(5 + #0)")]
    [InlineData("Other.Fixed << 2", "20")]
    [InlineData("(byte)Other.Fixed * A", "(5 * #0)")]
    [InlineData("Twice + 1", "((#0 * 2) + 1)")]
    [InlineData("Other.Half", "(#1 / 2)")]
    [InlineData("nameof(Other).Length * 0 + 1", null)]
    public void ExpressionsKeepTheirParameters(string expression, string? expected)
    {
        var run = GeneratorRun.Of(
            $$"""
            using StaticNet;
            [Network, Use(typeof(B))] partial class Net;
            class Other { public const int Fixed = 5; public const int Half = B.C / 2; }
            [Block, Dense({{expression}})]
            class B { [BlockParameter] public const int A = 1; [BlockParameter] public const int C = 2; const int Twice = A * 2; }
            """);

        if (expected is null)
        {
            // Not a constant: the C# compiler says so.
            run.Spec.Layers.Single().Block!.Layers.Single().IsBroken.ShouldBeTrue();
            run.Diagnostics.ShouldBeEmpty();
            return;
        }

        SpecPrinter.Print(run.Spec.Layers.Single().Block!.Layers.Single()).ShouldBe($"Dense(outputs: {expected})");
    }

    [Theory]
    [InlineData("new[] { A, A * 2 }")]
    [InlineData("new int[] { A, A * 2 }")]
    [InlineData("new int[2] { A, A * 2 }")]
    [InlineData("[A, A * 2]")]
    public void ArraysKeepTheirParameters(string array)
    {
        var layer = Read("[Use(typeof(B))]", $"[Block, MaxPool2D(2, Strides = {array})] class B {{ [BlockParameter] const int A = 1; }}");

        SpecPrinter.Print(layer.Block!.Layers.Single()).ShouldBe("MaxPool2D(kernel: 2, Strides: [#0 (#0 * 2)])");
    }

    [Fact]
    public void ParamsKeepTheirParameters()
    {
        var layer = Read("[Use(typeof(B))]", "[Block, Reshape(A, -1, 2 * A)] class B { [BlockParameter] const int A = 1; }");

        SpecPrinter.Print(layer.Block!.Layers.Single()).ShouldBe("Reshape(shape: [#0 -1 (2 * #0)])");
    }

    [Fact]
    public void BlocksPassTheirParametersOn()
    {
        var layer = Read(
            "[Use(typeof(Outer), 8)]",
            """
            [Block, Use(typeof(Inner), A * 2), Use(typeof(Inner))] class Outer { [BlockParameter] const int A = 1; }
            [Block, Dense(B)] static class Inner { [BlockParameter] const int B = 3; }
            """);

        const string inner = "Inner(B = 3) { Dense(outputs: #0) }";
        SpecPrinter.Print(layer.Block!).ShouldBe($"Outer(A = 1) {{ Use(arguments: [(#0 * 2)]) {inner}; Use() {inner} }}");
    }

    [Fact]
    public void IndicesArePreorder()
    {
        var spec = GeneratorRun.Of(
            """
            using StaticNet;
            [Network, Input(4), Use(typeof(Outer)), Tanh] partial class Net;
            [Block, Use(typeof(Inner)), ReLU] class Outer;
            [Block, Dense(3), Sigmoid] class Inner;
            """).Spec;

        Flatten(spec.Layers).ShouldBe(["Input 0", "Use 1", "Use 2", "Dense 3", "Sigmoid 4", "ReLU 5", "Tanh 6"]);

        static IEnumerable<string> Flatten(IEnumerable<LayerSpec> layers) => layers.SelectMany(layer =>
            Flatten(layer.Block?.Layers ?? default).Prepend($"{layer.Kind} {layer.Index}"));
    }

    [Fact]
    public void ABlockMayStandInAnotherFileAndBeNestedAndPartial()
    {
        var run = GeneratorRun.Of(
        [
            "using StaticNet; [Network, Use(typeof(Game.Outer.B), 2)] partial class Net;",
            "namespace Game; partial class Outer { internal partial class B { [StaticNet.BlockParameter] private const int A = 1; } }",
            "namespace Game; using StaticNet; partial class Outer { [Block, Dense(A)] internal partial class B; }",
        ]);

        SpecPrinter.Print(run.Spec.Layers.Single().Block!).ShouldBe("B(A = 1) { Dense(outputs: #0) }");
    }

    [Fact]
    public void AGenericBlockIsReadOnce() =>
        SpecPrinter.Print(
            Read("[Use(typeof(B<int>), 7)]", "[Block, Dense(A)] class B<T> { [BlockParameter] public const int A = 1; }").Block!)
            .ShouldBe("B(A = 1) { Dense(outputs: #0) }");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABlockOfAnotherAssemblyHasItsDefaults(bool asMetadata)
    {
        const string block = "[Block, Dense(A * 2), Dropout] public class B { [BlockParameter] public const int A = 3; }";
        var run = GeneratorRun.Of(
            ["using StaticNet; [Network, Input(4), Use(typeof(B)), ReLU] partial class Net;"],
            references: [Library("using StaticNet; " + block, asMetadata)]);

        SpecPrinter.Print(run.Spec.Layers[1].Block!).ShouldBe("B() { Dense(outputs: 6); Dropout(rate: 0.5r) }");
        var locations = run.Declarations.Single().Locations;
        locations.Layers.Count.ShouldBe(5);
        locations.Find(2, "outputs").ShouldBe(locations.Find(1, null));
    }

    internal static MetadataReference Library(string source, bool asMetadata)
    {
        var compilation = GeneratorRun.Compile([source], name: "Library");
        if (!asMetadata)
            return compilation.ToMetadataReference();
        using var image = new MemoryStream();
        compilation.Emit(image).Success.ShouldBeTrue();
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static LayerSpec Read(string use, string blocks) =>
        GeneratorRun.Of($"using StaticNet; [Network, {use.Trim('[', ']')}] partial class Net; {blocks}").Spec.Layers.Single();
}
