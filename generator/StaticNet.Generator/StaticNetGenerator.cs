using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Analyzers;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator;

/// <summary>
/// Compiles every class marked <c>[Network]</c>. Reading a declaration is cheap and happens whenever something changes;
/// compiling one happens only when its <see cref="NetworkSpec"/> does. Source and diagnostics are two outputs: moving
/// code moves the diagnostics and leaves the source alone.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class StaticNetGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.Network, (node, _) => node is TypeDeclarationSyntax, DeclarationReader.Read)
            .Where(declaration => declaration is not null)
            .Select((declaration, _) => declaration!)
            .WithTrackingName(PipelineSteps.Declarations);

        var tiers = context.AnalyzerConfigOptionsProvider.Select((options, _) => TierSelection.Read(options.GlobalOptions));

        var specs = declarations
            .Select((declaration, _) => declaration.Spec)
            .Where(spec => spec is not null)
            .Combine(tiers)
            .Select((pair, _) => pair.Left! with { Target = TierSelection.Limit(pair.Left!.Target, pair.Right) })
            .WithTrackingName(PipelineSteps.Specs);

        var networks = specs
            .Select((spec, cancellation) => (spec.HintName, Result: Compile(spec, cancellation)))
            .WithTrackingName(PipelineSteps.Compile);

        var files = networks.Select((network, _) => network.Result.Files).WithTrackingName(PipelineSteps.Files);

        var findings = networks
            .Select((network, _) => new NetworkDiagnostics(network.HintName, network.Result.Diagnostics))
            .Where(network => network.Diagnostics.Count > 0)
            .Collect()
            .Select((all, _) => all.ToEquatableArray())
            .WithTrackingName(PipelineSteps.Findings);

        var diagnostics = declarations
            .Combine(findings)
            .Select((pair, _) => LocatedDiagnostic.Locate(pair.Left, pair.Right))
            .Where(found => found.Count > 0)
            .WithTrackingName(PipelineSteps.Diagnostics);

        context.RegisterSourceOutput(files, (output, generated) =>
        {
            foreach (var file in generated)
                output.AddSource(file.HintName, SourceText.From(file.Source, Encoding.UTF8));
        });

        // A location that #pragma can suppress needs the syntax tree, so only networks with findings look at the compilation.
        context.RegisterSourceOutput(diagnostics.Combine(context.CompilationProvider), (output, found) =>
        {
            foreach (var diagnostic in found.Left)
                output.ReportDiagnostic(diagnostic.ToDiagnostic(found.Right));
        });
    }

    private static CompilationResult Compile(NetworkSpec spec, CancellationToken cancellation)
    {
        try
        {
            return NetworkCompiler.Compile(spec, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return NetworkCompiler.Fail(spec, exception);
        }
    }
}
