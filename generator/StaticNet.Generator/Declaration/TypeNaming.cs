using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>How generated code and generated files name a type.</summary>
internal static class TypeNaming
{
    // File systems stop at 255 bytes for a name, of which the hash and what is appended for each file take some thirty. The rest
    // is left to paths that are limited as a whole.
    private const int MostHintNameBytes = 160;

    /// <summary>The name as source writes it: with @ where it is a keyword, be it a contextual one; that is always allowed.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    public static string Namespace(INamespaceSymbol space) => space.IsGlobalNamespace
        ? ""
        : space.ContainingNamespace is { IsGlobalNamespace: false } outer
            ? Namespace(outer) + "." + Escape(space.Name)
            : Escape(space.Name);

    /// <summary>
    /// <c>partial class Outer&lt;T&gt;</c>. Constraints, accessibility and other modifiers may be left out of a partial
    /// declaration, and then are those of the user's.
    /// </summary>
    public static string PartialHeader(INamedTypeSymbol type)
    {
        var keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            _ => "class",
        };
        var parameters = type.Arity == 0
            ? ""
            : "<" + string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name))) + ">";
        return "partial " + keyword + " " + Escape(type.Name) + parameters;
    }

    /// <summary>
    /// The fully qualified metadata name as the stem of a file's name, unlike that of any other type: <c>Game.Outer.Net</c>,
    /// or <c>Game.Outer-1.Net</c> in a generic <c>Outer&lt;T&gt;</c>.
    /// </summary>
    public static string HintName(INamedTypeSymbol type)
    {
        var parts = new List<string>();
        var collides = false;
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            parts.Add(outer.Arity == 0 ? outer.Name : outer.Name + "-" + outer.Arity.ToString(CultureInfo.InvariantCulture));
            IEnumerable<ISymbol> siblings = outer.ContainingType is { } container
                ? container.GetTypeMembers()
                : outer.ContainingNamespace.GetMembers();
            collides |= siblings.Any(sibling => DiffersInCase(sibling.Name, outer.Name));
        }

        for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            parts.Add(space.Name);
            collides |= space.ContainingNamespace.GetMembers().Any(sibling => DiffersInCase(sibling.Name, space.Name));
        }

        parts.Reverse();
        var name = string.Join(".", parts);
        var hint = new StringBuilder(name.Length);
        var bytes = 0;
        foreach (var character in name)
        {
            // Identifiers may hold combining marks, which hint names may not; '-' stands in no identifier.
            var part = char.IsLetterOrDigit(character) || character is '.' or '_' or '-'
                ? character.ToString()
                : "-" + ((int)character).ToString("x4", CultureInfo.InvariantCulture);
            bytes += Encoding.UTF8.GetByteCount(part);
            if (bytes > MostHintNameBytes)
                break;
            hint.Append(part);
        }

        // Hint names are compared without regard to case, as file names are on some systems.
        if (bytes > MostHintNameBytes || collides)
            hint.Append('-').Append(Hash(name).ToString("x8", CultureInfo.InvariantCulture));

        return hint.ToString();
    }

    private static bool DiffersInCase(string left, string right) =>
        left != right && string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>FNV-1a: string.GetHashCode differs from run to run.</summary>
    public static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * 16777619u);
        return hash;
    }
}
