using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator;
using StaticNet.Generator.Analyzers;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Docs.Tests.Infrastructure;

/// <summary>
/// Code compiled as in a new project with the package: nullable, with implicit usings, StaticNet among them, and the generator.
/// </summary>
internal sealed class Compiled
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using StaticNet;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation compilation;

    private Compiled(CSharpCompilation compilation, IReadOnlyList<Diagnostic> problems, IReadOnlyList<string> generated)
    {
        this.compilation = compilation;
        Problems = problems;
        Generated = generated;
    }

    /// <summary>Errors and warnings, of the compiler, the generator and its analyzer.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; }

    /// <summary>The generated files.</summary>
    public IReadOnlyList<string> Generated { get; }

    /// <summary>Compiles a program, or a library where there are no statements.</summary>
    public static Compiled Of(string source)
    {
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(source, path: "page")];
        bool isProgram = trees[1].GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable);
        var input = CSharpCompilation.Create("Page", trees, References, options);

        GeneratorDriver driver = CSharpGeneratorDriver.Create(new StaticNetGenerator())
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> findings);
        ImmutableArray<Diagnostic> analyzed =
            output.WithAnalyzers([new UnattachedLayerAnalyzer()]).GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        Diagnostic[] problems =
            [.. findings.Concat(analyzed).Where(problem => problem.Severity >= DiagnosticSeverity.Warning).Distinct()];
        string[] generated = [.. driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString())];
        return new Compiled((CSharpCompilation)output, problems, generated);
    }

    /// <summary>Runs the program, if it is one.</summary>
    public void Run()
    {
        using var image = new MemoryStream();
        compilation.Emit(image).Success.ShouldBeTrue();
        Assembly.Load(image.ToArray()).EntryPoint?.Invoke(null, [Array.Empty<string>()]);
    }
}
