using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;

namespace StaticNet.Bench.Cases;

/// <summary>The source of one of this project's networks, with the generator that compiles it.</summary>
internal sealed class NetworkCompilation
{
    private readonly CSharpCompilation compilation;

    private NetworkCompilation(CSharpCompilation compilation) => this.compilation = compilation;

    /// <summary>The assemblies of this process.</summary>
    public static IReadOnlyList<MetadataReference> PlatformReferences { get; } = [.. FindReferences()];

    /// <summary>Reads the declaration of a network of this project.</summary>
    /// <param name="network">The name of its class and file.</param>
    public static NetworkCompilation Of(string network)
    {
        using Stream stream = typeof(NetworkCompilation).Assembly.GetManifestResourceStream($"Networks/{network}.cs")!;
        using var reader = new StreamReader(stream);
        return OfSource(reader.ReadToEnd());
    }

    /// <summary>Reads a file with a declaration.</summary>
    public static NetworkCompilation OfSource(string source)
    {
        SyntaxTree[] trees = [Parse("global using System;\nglobal using StaticNet;"), Parse(source)];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        return new NetworkCompilation(CSharpCompilation.Create("Networks", trees, PlatformReferences, options));
    }

    /// <summary>The same with another text for the network's file, none of it bound yet.</summary>
    public NetworkCompilation Edit(Func<string, string> change)
    {
        SyntaxTree file = compilation.SyntaxTrees[^1];
        return new NetworkCompilation(compilation.ReplaceSyntaxTree(file, Parse(change(file.ToString()))));
    }

    /// <summary>The same compilation with nothing bound yet, as after opening a project.</summary>
    public NetworkCompilation Fresh() => new(compilation.Clone());

    /// <summary>A driver that has compiled nothing yet.</summary>
    /// <param name="track">Whether it keeps what its steps put out.</param>
    public static GeneratorDriver CreateDriver(bool track = false) => CSharpGeneratorDriver.Create(
        [new StaticNetGenerator().AsSourceGenerator()],
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track));

    /// <summary>Runs the generator.</summary>
    /// <returns>The driver, which remembers the run.</returns>
    public GeneratorDriver Run(GeneratorDriver driver)
    {
        GeneratorDriver after = driver.RunGenerators(compilation);
        GeneratorRunResult result = after.GetRunResult().Results.Single();
        if (result.Exception is not null || result.Diagnostics.Length > 0 || result.GeneratedSources.Length == 0)
            throw new InvalidOperationException($"It failed: {result.Exception} {string.Join('\n', result.Diagnostics)}");
        return after;
    }

    /// <summary>The floating-point operations of one training step with a sample, as the compiler counts them.</summary>
    public long CountStepFlops()
    {
        var graph = Lower().Step!.Graph;
        return graph.Nodes.Sum(node => node.Operation.CountFlops(node, [.. node.Inputs.Select(input => graph[input].Type)]));
    }

    /// <summary>The network after every stage but the text.</summary>
    /// <param name="choices">Schedules to take instead of the cost model's.</param>
    public CompiledNetwork Lower(ScheduleChoices? choices = null)
    {
        GeneratorRunResult result = Run(CreateDriver(track: true)).GetRunResult().Results[0];
        var spec = (NetworkSpec)result.TrackedSteps[PipelineSteps.Specs][0].Outputs[0].Value;
        return NetworkCompiler.Lower(spec, new List<DiagnosticInfo>(), default, choices: choices)!;
    }

    /// <summary>Compiles the declaration with what was made of it, and loads the class.</summary>
    public Type Load(CompiledNetwork network)
    {
        SyntaxTree[] generated = [.. NetworkSource.Write(network, default).Select(file => Parse(file.Source))];
        CSharpCompilation whole = compilation.AddSyntaxTrees(generated).WithAssemblyName("Networks" + Guid.NewGuid().ToString("N"))
            .WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));
        return Load(whole).GetType(network.Spec.Name, throwOnError: true)!;
    }

    /// <summary>Compiles and loads an assembly.</summary>
    public static Assembly Load(CSharpCompilation assembly)
    {
        using var stream = new MemoryStream();
        if (assembly.Emit(stream) is { Success: false } failed)
            throw new InvalidOperationException("What was generated does not compile: " + string.Join('\n', failed.Diagnostics));
        stream.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(stream);
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text);

    private static IEnumerable<MetadataReference> FindReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path));
}
