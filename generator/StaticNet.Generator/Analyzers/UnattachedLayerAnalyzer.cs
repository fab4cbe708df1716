using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Analyzers;

/// <summary>
/// Warns of layers on a class that is neither a network nor a block, where they mean nothing. An analyzer, because the
/// generator looks at classes marked <c>[Network]</c> only, and looking at all others would slow down typing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnattachedLayerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.UnattachedLayers);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var attributes = context.Symbol.GetAttributes();
        if (attributes.FirstOrDefault(attribute => WellKnownNames.IsLayer(attribute.AttributeClass)) is not { } layer
            || attributes.Any(attribute => WellKnownNames.IsNetwork(attribute.AttributeClass)
                || WellKnownNames.IsBlock(attribute.AttributeClass)

                // It may be one of them, misspelt.
                || WellKnownNames.IsUnknown(attribute)))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.UnattachedLayers,
            layer.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation(),
            $"class '{context.Symbol.Name}'",
            "it has layers, but is neither a network nor a block, so they mean nothing",
            "write [Network] or [Block] before them"));
    }
}
