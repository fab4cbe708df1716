using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Declaration;

/// <summary>Checks that generated code can add another part to the class.</summary>
internal static class ClassShape
{
    /// <summary>The name under which the location table has the outer type that is not partial.</summary>
    public const string OuterType = "outer type";

    /// <summary>
    /// Whether the class is compiled as a version of C# that lacks what generated code is written in. Nothing else is worth
    /// saying then.
    /// </summary>
    public static bool IsTooOldLanguage(INamedTypeSymbol type, TypeDeclarationSyntax node, ReadingContext context)
    {
        if (node.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp9 and var version })
            return false;
        context.Report(
            DiagnosticDescriptors.LanguageVersion,
            -1,
            null,
            $"network '{type.Name}'",
            $"generated code is C# 9.0, but this project is compiled as C# {version.ToDisplayString()}",
            "remove LangVersion from the project or set it to 9.0 or later, or move the network into a project that has it so");
        return true;
    }

    /// <summary>Reports what is wrong with the class.</summary>
    /// <returns><see cref="Defects.Closed"/> where generated code cannot add another part.</returns>
    public static Defects Check(INamedTypeSymbol type, ReadingContext context)
    {
        var subject = $"network '{type.Name}'";
        var defects = Defects.None;
        void Report(DiagnosticDescriptor descriptor, string problem, string instead, string? place = null, bool isClosed = true)
        {
            context.Report(descriptor, -1, place, subject, problem, instead);
            defects |= isClosed ? Defects.Closed : Defects.Unreadable;
        }

        var parts = PartsOf(type, context).ToArray();
        var remedy = $"write partial class {type.Name}";
        if (UnsupportedKind(type, parts) is { } kind)
            Report(DiagnosticDescriptors.UnsupportedClass, $"expected a plain class, found {kind}", remedy);
        else if (!parts.All(IsPartial))
            Report(DiagnosticDescriptors.NotPartial, "the class is not partial", remedy);

        if (BaseNetwork(type) is { } ancestor)
        {
            Report(
                DiagnosticDescriptors.UnsupportedClass,
                $"it derives from network '{ancestor.Name}', whose members would be hidden",
                "make it a network of its own, or put the layers in common into a [Block]");
        }

        if (type.Arity > 0)
        {
            Report(
                DiagnosticDescriptors.GenericClass,
                "shapes are compiled once, so the class cannot have type parameters",
                "remove them; sizes that vary go into a [Block] with [BlockParameter]");
        }

        if (type.TypeKind == TypeKind.Class && parts.Any(HasPrimaryConstructor))
        {
            Report(
                DiagnosticDescriptors.PrimaryConstructor,
                "a primary constructor would have to be called by the constructor that is generated",
                "remove its parameter list, and set properties instead",
                isClosed: false);
        }

        if (OuterTypeNotPartial(type, context) is { } outer)
        {
            Report(
                DiagnosticDescriptors.OuterTypeNotPartial,
                $"'{outer.Identifier.ValueText}' around it is not partial",
                $"write partial before {outer.Keyword.ValueText} {outer.Identifier.ValueText}, or move the network out of it",
                OuterType);
        }

        return defects;
    }

    /// <summary>The innermost type around the network that generated code cannot open again.</summary>
    public static TypeDeclarationSyntax? OuterTypeNotPartial(INamedTypeSymbol type, ReadingContext context)
    {
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (PartsOf(outer, context).FirstOrDefault(part => !IsPartial(part)) is { } part)
                return part;
        }

        return null;
    }

    /// <summary>Whether the part has a parameter list. Only younger versions of Roslyn have a property for it on every type.</summary>
    public static bool HasPrimaryConstructor(SyntaxNode part) => part.ChildNodes().OfType<ParameterListSyntax>().Any();

    private static string? UnsupportedKind(INamedTypeSymbol type, TypeDeclarationSyntax[] parts)
    {
        if (type.IsRecord)
            return "a record";
        if (type.TypeKind != TypeKind.Class)
            return type.TypeKind == TypeKind.Struct ? "a struct" : "an interface";
        if (type.IsStatic)
            return "a static class";
        if (type.IsAbstract)
            return "an abstract class";

        // Generated code is a file of its own. The keyword is younger than the Roslyn that this is built against.
        var isFileLocal = parts.Any(part => part.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Any(
            declaration => declaration.Modifiers.Any(modifier => modifier.ValueText == "file")));
        return isFileLocal ? "a file-local class" : null;
    }

    private static INamedTypeSymbol? BaseNetwork(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.GetAttributes().Any(attribute => WellKnownNames.IsNetwork(attribute.AttributeClass)))
                return ancestor;
        }

        return null;
    }

    private static IEnumerable<TypeDeclarationSyntax> PartsOf(INamedTypeSymbol type, ReadingContext context) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(context.Cancellation)).OfType<TypeDeclarationSyntax>();

    private static bool IsPartial(TypeDeclarationSyntax part) => part.Modifiers.Any(SyntaxKind.PartialKeyword);
}
