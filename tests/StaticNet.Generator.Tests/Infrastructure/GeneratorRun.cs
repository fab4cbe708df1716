using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Declaration;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>
/// A run of the generator over source text in memory, against the running framework and StaticNet. A run is immutable:
/// editing gives another, made with the same driver, so that it shows what was cached.
/// </summary>
internal sealed class GeneratorRun
{
    /// <summary>What sources with no path of their own are called: <c>Source0.cs</c>, <c>Source1.cs</c> ...</summary>
    public const string FirstPath = "Source0.cs";

    private static readonly Lazy<ImmutableArray<MetadataReference>> FrameworkAndLibrary = new(FindReferences);

    private readonly GeneratorDriver driver;

    private GeneratorRun(CSharpCompilation input, GeneratorDriver driver)
    {
        Input = input;
        this.driver = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out var diagnostics);
        Output = (CSharpCompilation)output;
        Diagnostics = [.. diagnostics.Where(diagnostic => !diagnostic.IsSuppressed)];
        Result = this.driver.GetRunResult().Results.Single();
    }

    /// <summary>The compilation before generation.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>The compilation with what was generated.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The generator's diagnostics, without those that the source suppresses.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Tracked steps, the generator's exception and everything else that Roslyn knows of the run.</summary>
    public GeneratorRunResult Result { get; }

    /// <summary>Generated sources by hint name.</summary>
    public IReadOnlyDictionary<string, string> Sources => Result.GeneratedSources.ToDictionary(
        source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>The only generated source.</summary>
    public string Source => Sources.Values.ShouldHaveSingleItem();

    /// <summary>What was read of each class, in no promised order.</summary>
    public IReadOnlyList<NetworkDeclaration> Declarations => OutputsOf<NetworkDeclaration>(PipelineSteps.Declarations);

    /// <summary>What went into the compiler.</summary>
    public IReadOnlyList<NetworkSpec> Specs => OutputsOf<NetworkSpec>(PipelineSteps.Specs);

    /// <summary>The only network that went into the compiler.</summary>
    public NetworkSpec Spec => Specs.ShouldHaveSingleItem();

    /// <summary>Errors of the C# compiler in the output, generated code included.</summary>
    public IReadOnlyList<Diagnostic> CompilerErrors =>
        Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();

    /// <summary>Runs the generator over one source.</summary>
    public static GeneratorRun Of(string source) => Of([source]);

    /// <summary>Runs the generator over several sources.</summary>
    public static GeneratorRun Of(
        IEnumerable<string> sources,
        LanguageVersion languageVersion = LanguageVersion.Latest,
        IEnumerable<MetadataReference>? references = null) => Of(Compile(sources, languageVersion, references));

    /// <summary>Runs the generator over a compilation.</summary>
    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        var options = new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        var parseOptions = compilation.SyntaxTrees.FirstOrDefault()?.Options as CSharpParseOptions;
        var driver = CSharpGeneratorDriver.Create(
            [new StaticNetGenerator().AsSourceGenerator()], parseOptions: parseOptions, driverOptions: options);
        return new GeneratorRun(compilation, driver);
    }

    /// <summary>Makes a compilation without running the generator, to be referred to by another or to be changed first.</summary>
    /// <param name="sources">Source texts, named <c>Source0.cs</c> and so on.</param>
    /// <param name="languageVersion">The version of C#.</param>
    /// <param name="references">References beyond the framework and StaticNet.</param>
    /// <param name="name">The assembly's name.</param>
    /// <param name="analyzesNullability">
    /// Whether warnings of nullability are wanted. Without them, Roslyn takes a third less time for megabytes of kernels.
    /// </param>
    /// <param name="documentation">Whether comments are looked at.</param>
    public static CSharpCompilation Compile(
        IEnumerable<string> sources,
        LanguageVersion languageVersion = LanguageVersion.Latest,
        IEnumerable<MetadataReference>? references = null,
        string name = "Networks",
        bool analyzesNullability = true,
        DocumentationMode documentation = DocumentationMode.Parse)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable);
        var parseOptions = new CSharpParseOptions(languageVersion, documentation);
        if (!analyzesNullability)
            parseOptions = parseOptions.WithFeatures([new("run-nullable-analysis", "never")]);
        var trees = sources.Select((text, index) => Parse(text, $"Source{index}.cs", parseOptions));
        return CSharpCompilation.Create(name, trees, FrameworkAndLibrary.Value.AddRange(references ?? []), options);
    }

    /// <summary>The same driver over other text of one source.</summary>
    public GeneratorRun Edit(string text, string path = FirstPath)
    {
        var old = Input.SyntaxTrees.Single(tree => tree.FilePath == path);
        return new GeneratorRun(Input.ReplaceSyntaxTree(old, Parse(text, path, (CSharpParseOptions)old.Options)), driver);
    }

    /// <summary>The same driver over one more source.</summary>
    public GeneratorRun AddFile(string text)
    {
        var options = (CSharpParseOptions)Input.SyntaxTrees[0].Options;
        return new GeneratorRun(Input.AddSyntaxTrees(Parse(text, $"Source{Input.SyntaxTrees.Length}.cs", options)), driver);
    }

    /// <summary>Why each output of a step is what it is: <c>Cached</c>, <c>Unchanged</c>, <c>Modified</c>, <c>New</c>.</summary>
    public IReadOnlyList<IncrementalStepRunReason> ReasonsOf(string step) => Result.TrackedSteps.TryGetValue(step, out var runs)
        ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason).ToList()
        : [];

    /// <summary>What a step put out.</summary>
    public IReadOnlyList<T> OutputsOf<T>(string step) => Result.TrackedSteps.TryGetValue(step, out var runs)
        ? runs.SelectMany(run => run.Outputs)
            .Where(output => output.Reason != IncrementalStepRunReason.Removed)
            .Select(output => (T)output.Value)
            .ToList()
        : [];

    /// <summary>The text that a diagnostic underlines.</summary>
    public string Squiggle(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree.ShouldNotBeNull().GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>Asserts that there is exactly one diagnostic, of this id and on this text, and returns its message.</summary>
    public string ShouldReport(string id, string squiggle)
    {
        var diagnostic = Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id);
        Squiggle(diagnostic).ShouldBe(squiggle, diagnostic.GetMessage());
        return diagnostic.GetMessage();
    }

    /// <summary>Asserts that no more than outlines was generated, and that the C# compiler has nothing to add to the diagnostics.</summary>
    public void ShouldOnlyOutline()
    {
        Sources.Values.ShouldAllBe(source => source.Contains("was not compiled, because its declaration has errors"));
        Sources.ShouldNotBeEmpty();
        CompilerErrors.ShouldBeEmpty();
    }

    /// <summary>Compiles the output and loads it, in a context of its own that is collected when nothing refers to it.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        var emitted = Output.Emit(image);
        var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        emitted.Success.ShouldBeTrue(string.Join('\n', errors.Select(Explain)));
        image.Position = 0;
        return new AssemblyLoadContext("Networks", isCollectible: true).LoadFromStream(image);
    }

    /// <summary>Loads the output and finds a class in it.</summary>
    public Type Load(string typeName) => Load().GetType(typeName, throwOnError: true)!;

    private static SyntaxTree Parse(string text, string path, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), options, path);

    private static string Explain(Diagnostic diagnostic) =>
        $"{diagnostic}\n    {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}";

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        // Everything of the framework but nothing else that the test host happens to have, so that a name in generated
        // code that only resolves here is found out.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return trusted
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToImmutableArray();
    }
}
