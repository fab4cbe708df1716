using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Declaration;

namespace StaticNet.Generator.Analyzers;

/// <summary>
/// Suppresses the warning that arrays as attribute arguments are not CLS-compliant on StaticNet's attributes, where every shape
/// is an array. The rule is for attributes that other languages read; these nobody reads but the generator. The class itself
/// stays compliant, so that compliant members may mention it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ArrayArgumentSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Descriptor =
        new("SNS0001", "CS3016", "Only the generator reads StaticNet's attributes, so their arguments need not be CLS-compliant");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.Create(Descriptor);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            var node = diagnostic.Location.SourceTree?.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
            if (node?.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
                continue;
            var constructor = context.GetSemanticModel(attribute.SyntaxTree).GetSymbolInfo(attribute, context.CancellationToken).Symbol;
            if (WellKnownNames.IsOurs(constructor?.ContainingType))
                context.ReportSuppression(Suppression.Create(Descriptor, diagnostic));
        }
    }
}
