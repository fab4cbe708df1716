using Microsoft.CodeAnalysis;

namespace StaticNet.Generator.Declaration;

/// <summary>The attributes that the generator reads, by name: it does not reference the library.</summary>
internal static class WellKnownNames
{
    public const string Network = "StaticNet.NetworkAttribute";

    private const string Suffix = "Attribute";

    public static bool IsNetwork(INamedTypeSymbol? attribute) => Is(attribute, "NetworkAttribute");

    public static bool IsBlock(INamedTypeSymbol? attribute) => Is(attribute, "BlockAttribute");

    public static bool IsBlockParameter(INamedTypeSymbol? attribute) => Is(attribute, "BlockParameterAttribute");

    /// <summary>Whether the attribute is a layer, a loss, an input or an output.</summary>
    public static bool IsLayer(INamedTypeSymbol? attribute) =>
        Is(attribute, "InputAttribute") || Derives(attribute, "LayerAttribute");

    public static bool IsLoss(INamedTypeSymbol? attribute) => Derives(attribute, "LossAttribute");

    /// <summary>
    /// Whether the C# compiler does not know what the attribute is, and says so. It may be a misspelt layer, so whatever follows
    /// from there being no such layer is not worth saying.
    /// </summary>
    public static bool IsUnknown(AttributeData attribute) => attribute.AttributeClass is null or { TypeKind: TypeKind.Error };

    /// <summary><c>Conv2D</c> for <c>StaticNet.Conv2DAttribute</c>.</summary>
    public static string Kind(INamedTypeSymbol attribute) => WithoutSuffix(attribute.Name);

    /// <summary><c>Conv2D</c> for <c>Conv2DAttribute</c> and for <c>Conv2D</c>.</summary>
    public static string WithoutSuffix(string name) => name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal)
        ? name.Substring(0, name.Length - Suffix.Length)
        : name;

    /// <summary>Whether the type is one of the library's that declarations are written in.</summary>
    public static bool IsOurs(INamedTypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool Derives(INamedTypeSymbol? type, string name)
    {
        for (var ancestor = type?.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (Is(ancestor, name))
                return true;
        }

        return false;
    }

    private static bool Is(INamedTypeSymbol? type, string name) => IsOurs(type) && type!.Name == name;
}
