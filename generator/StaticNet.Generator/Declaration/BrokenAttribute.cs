using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>
/// Reads what can be known of an attribute in which the C# compiler reports an error. Others may refer to its name, and the
/// outline of the network depends on its kind; all else is unknown, and nothing is said of it.
/// </summary>
internal static class BrokenAttribute
{
    private static readonly string[] Names = { "Name", "From", "Weights" };

    /// <param name="attribute">The attribute; its type may be unknown.</param>
    /// <param name="syntax">Where it stands; null for one from an assembly.</param>
    /// <param name="index">Its index.</param>
    /// <param name="context">What is shared by all readers.</param>
    public static LayerSpec Read(AttributeData attribute, AttributeSyntax? syntax, int index, ReadingContext context)
    {
        var kind = WellKnownNames.IsUnknown(attribute) ? WrittenName(syntax) : WellKnownNames.Kind(attribute.AttributeClass!);
        return new LayerSpec(kind, ReadNames(syntax, context).ToEquatableArray(), null, index) { IsBroken = true };
    }

    private static IEnumerable<ArgumentSpec> ReadNames(AttributeSyntax? syntax, ReadingContext context)
    {
        foreach (var argument in syntax?.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText is not { } name || Array.IndexOf(Names, name) < 0)
                continue;
            var text = context.ModelOf(argument).GetConstantValue(argument.Expression, context.Cancellation).Value as string;
            yield return new ArgumentSpec(name, text is not null && SyntaxFacts.IsValidIdentifier(text)
                ? new ArgumentValue.Text(text)
                : new ArgumentValue.Unknown());
        }

        // Where text is missing, what follows may have been taken for a part of it, names among it.
        if (syntax is null || syntax.Parent!.ContainsDiagnostics)
            yield return new ArgumentSpec("Name", new ArgumentValue.Unknown());
    }

    private static string WrittenName(AttributeSyntax? syntax) => syntax?.Name switch
    {
        SimpleNameSyntax simple => WellKnownNames.WithoutSuffix(simple.Identifier.ValueText),
        QualifiedNameSyntax qualified => WellKnownNames.WithoutSuffix(qualified.Right.Identifier.ValueText),
        AliasQualifiedNameSyntax alias => WellKnownNames.WithoutSuffix(alias.Name.Identifier.ValueText),
        _ => "",
    };
}
