using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>
/// Reads what else the user's class has: members that might meet generated ones, constructors, base classes, members that must be set.
/// </summary>
internal static class MemberReader
{
    private const string Constructor = ".ctor";

    /// <summary>Members whose names generated ones may have. All others are none of the compiler's business: editing them recompiles nothing.</summary>
    public static EquatableArray<UserMember> Read(INamedTypeSymbol type, List<ArgumentLocation> places, ReadingContext context)
    {
        var members = new List<UserMember>();
        foreach (var member in type.GetMembers())
        {
            if (member.IsImplicitlyDeclared || !ReservedNames.MayMeet(member.Name) || member is IMethodSymbol { AssociatedSymbol: not null } or IMethodSymbol { Arity: > 0 }
                || PlaceOf(member, context) is not { } span)
            {
                continue;
            }

            var place = "member " + Literals.Integer(members.Count);
            places.Add(new ArgumentLocation(place, span, default));
            members.Add(new UserMember(member.Name, member is IMethodSymbol method ? Parameters(method) : null, place));
        }

        return members.ToEquatableArray();
    }

    /// <summary>
    /// Requires every constructor to end in a generated one, which makes the network's memory, and a base class to be made without arguments.
    /// </summary>
    public static void CheckConstructors(INamedTypeSymbol type, List<ArgumentLocation> places, ReadingContext context)
    {
        foreach (var constructor in type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared))
        {
            var syntax = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation);
            if (syntax is not ConstructorDeclarationSyntax declaration || declaration.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true)
                continue;
            var place = "constructor " + Literals.Integer(places.Count);
            places.Add(new ArgumentLocation(place, SourceSpan.Of(declaration.Identifier), default));
            var parameters = string.Join(", ", declaration.ParameterList.Parameters.Select(parameter => parameter.ToString()));
            context.Report(
                DiagnosticDescriptors.ConstructorWithoutNetwork,
                -1,
                place,
                $"network '{type.Name}'",
                "this constructor calls none of those that are generated, so the network would have no weights and no memory",
                $"write {type.Name}({parameters}) : this(seed: 0), or with a seed of yours");
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } ancestor && FindBaseConstructor(type) is null)
        {
            context.Report(
                DiagnosticDescriptors.UnsupportedClass,
                -1,
                null,
                $"network '{type.Name}'",
                $"its base class '{ancestor.Name}' has no constructor without parameters, which the generated constructor could call",
                $"add one to {ancestor.Name}, or keep a {ancestor.Name} in a property");
        }

        foreach (var member in AbstractMembers(type))
        {
            if (!ReservedNames.MayMeet(member.Name))
                continue;
            context.Report(
                DiagnosticDescriptors.UnsupportedClass,
                -1,
                null,
                $"network '{type.Name}'",
                $"its base class '{member.ContainingType.Name}' has an abstract member '{member.Name}', and a generated one of that name would hide it",
                $"make {member.ContainingType.Name} an interface, which the generated members implement, or give its member another name");
        }
    }

    /// <summary>Members that whoever creates an instance must set: names that can be read, and whether there are others.</summary>
    public static (EquatableArray<string> Readable, bool SetsOthers) RequiredMembers(INamedTypeSymbol type, ReadingContext context)
    {
        var names = new List<string>();
        var setsOthers = FindBaseConstructor(type)?.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute") == true;
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers().Where(member => member is IPropertySymbol or IFieldSymbol && IsRequired(member, context)))
            {
                if (member is IPropertySymbol { GetMethod: null })
                    setsOthers = true;
                else if (!names.Contains(TypeNaming.Escape(member.Name)))
                    names.Add(TypeNaming.Escape(member.Name));
            }
        }

        return (names.ToEquatableArray(), setsOthers);
    }

    /// <summary>Whether a generated constructor could call that of the base class, and need not call a primary one.</summary>
    public static bool IsConstructible(INamedTypeSymbol type) =>
        !type.DeclaringSyntaxReferences.Any(part => ClassShape.HasPrimaryConstructor(part.GetSyntax()))
        && (type.BaseType is null or { TypeKind: TypeKind.Error } or { InstanceConstructors.Length: 0 } || FindBaseConstructor(type) is not null);

    private static IMethodSymbol? FindBaseConstructor(INamedTypeSymbol type) => type.BaseType?.InstanceConstructors
        .Where(constructor => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams) && IsAccessible(constructor, type))
        .OrderBy(constructor => constructor.Parameters.Length).FirstOrDefault();

    private static bool IsAccessible(IMethodSymbol constructor, INamedTypeSymbol type)
    {
        var isOwn = SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, type.ContainingAssembly);
        return constructor.DeclaredAccessibility switch
        {
            Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
            Accessibility.Internal or Accessibility.ProtectedAndInternal => isOwn || constructor.ContainingAssembly.GivesAccessTo(type.ContainingAssembly),
            _ => SymbolEqualityComparer.Default.Equals(constructor.ContainingType, type.ContainingType),
        };
    }

    private static IEnumerable<ISymbol> AbstractMembers(INamedTypeSymbol type)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                for (var original = OverriddenBy(member); original is not null; original = OverriddenBy(original))
                    overridden.Add(original);
                if (member is { IsAbstract: true } and not IMethodSymbol { AssociatedSymbol: not null } && !overridden.Contains(member))
                    yield return member;
            }
        }
    }

    private static ISymbol? OverriddenBy(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol happening => happening.OverriddenEvent,
        _ => null,
    };

    // The keyword is younger than the Roslyn that this is built against; in metadata it is an attribute.
    private static bool IsRequired(ISymbol member, ReadingContext context) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "RequiredMemberAttribute")
        || member.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(context.Cancellation))
            .Select(syntax => syntax is VariableDeclaratorSyntax ? syntax.Parent?.Parent : syntax).OfType<MemberDeclarationSyntax>()
            .Any(declaration => declaration.Modifiers.Any(modifier => modifier.ValueText == "required"));

    private static string Parameters(IMethodSymbol method) =>
        string.Join(",", method.Parameters.Select(parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)));

    private static SourceSpan? PlaceOf(ISymbol member, ReadingContext context) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) switch
        {
            null => null,
            MethodDeclarationSyntax method => SourceSpan.Of(method.Identifier),
            ConstructorDeclarationSyntax constructor => SourceSpan.Of(constructor.Identifier),
            PropertyDeclarationSyntax property => SourceSpan.Of(property.Identifier),
            EventDeclarationSyntax happening => SourceSpan.Of(happening.Identifier),
            VariableDeclaratorSyntax field => SourceSpan.Of(field.Identifier),
            BaseTypeDeclarationSyntax nested => SourceSpan.Of(nested.Identifier),
            DelegateDeclarationSyntax nested => SourceSpan.Of(nested.Identifier),
            var other => SourceSpan.Of(other),
        };
}
