using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>An attribute argument with its constant value and its syntax.</summary>
/// <param name="Name">The constructor's parameter or the property.</param>
/// <param name="Value">The value as the C# compiler sees it.</param>
/// <param name="Syntax">Where it was written: several for <c>params</c>, none for an attribute from an assembly.</param>
/// <param name="IsParams">Whether it is the constructor's <c>params</c> array, which is never left out.</param>
internal sealed record WrittenArgument(
    string Name, TypedConstant Value, IReadOnlyList<AttributeArgumentSyntax> Syntax, bool IsParams)
{
    /// <summary>The elements of an array as they were written; empty where they cannot be told apart.</summary>
    public IReadOnlyList<ExpressionSyntax> Elements
    {
        get
        {
            if (Value.Kind != TypedConstantKind.Array || Value.IsNull)
                return Array.Empty<ExpressionSyntax>();
            if (Syntax.Count != 1)
                return Syntax.Select(argument => argument.Expression).ToArray();

            IReadOnlyList<ExpressionSyntax> elements = Syntax[0].Expression switch
            {
                ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
                ArrayCreationExpressionSyntax => Array.Empty<ExpressionSyntax>(),
                ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,

                // The Roslyn that the generator is built against has no name for [a, b], which is younger.
                { } other when other.ToString().StartsWith("[", StringComparison.Ordinal) =>
                    other.ChildNodes().SelectMany(element => element.ChildNodes()).OfType<ExpressionSyntax>().ToArray(),
                { } single => new[] { single },
            };
            return elements.Count == Value.Values.Length ? elements : Array.Empty<ExpressionSyntax>();
        }
    }

    public ArgumentLocation Location
    {
        get
        {
            var tree = Syntax[0].SyntaxTree;
            var span = TextSpan.FromBounds(Syntax[0].SpanStart, Syntax[Syntax.Count - 1].Span.End);
            var prefix = Syntax[0].NameEquals is not null ? Name + " = " : Syntax[0].NameColon is not null ? Name + ": " : "";
            return new ArgumentLocation(
                Name, SourceSpan.Of(tree, span), Elements.Select(element => SourceSpan.Of(element)).ToEquatableArray())
            {
                Value = TextSpan.FromBounds(Syntax[0].Expression.SpanStart, span.End),
                Prefix = prefix,
            };
        }
    }

    /// <summary>The attribute's text for messages; null where it takes several lines, or most of one.</summary>
    public static AttributeText? TextOf(AttributeSyntax syntax)
    {
        const int longest = 100;
        var text = syntax.Span.Length <= longest ? syntax.ToString() : "\n";
        return text.IndexOfAny(new[] { '\r', '\n' }) < 0 ? new AttributeText(syntax.SpanStart, text) : null;
    }

    /// <summary>The arguments that were written; null where the C# compiler reports an error in them.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="syntax">Where it stands; null for one from an assembly, where defaults count as written.</param>
    public static IReadOnlyList<WrittenArgument>? AllOf(AttributeData attribute, AttributeSyntax? syntax)
    {
        if (attribute.AttributeConstructor is not { } constructor
            || attribute.ConstructorArguments.Length != constructor.Parameters.Length)
        {
            return null;
        }

        var written = new Dictionary<string, List<AttributeArgumentSyntax>>(StringComparer.Ordinal);
        if (syntax?.ArgumentList is { } list)
        {
            for (var i = 0; i < list.Arguments.Count; i++)
            {
                var name = NameOf(list.Arguments[i], i, constructor);
                if (name is null)
                    return null;
                if (!written.TryGetValue(name, out var places))
                    written.Add(name, places = new List<AttributeArgumentSyntax>());
                places.Add(list.Arguments[i]);
            }
        }

        var arguments = new List<WrittenArgument>();
        for (var i = 0; i < constructor.Parameters.Length; i++)
        {
            var parameter = constructor.Parameters[i];
            var places = Take(parameter.Name);
            if (places.Count > 0 || syntax is null || parameter.IsParams)
                arguments.Add(new WrittenArgument(parameter.Name, attribute.ConstructorArguments[i], places, parameter.IsParams));
        }

        foreach (var named in attribute.NamedArguments)
            arguments.Add(new WrittenArgument(named.Key, named.Value, Take(named.Key), false));

        // What is left names no property, or one that was set twice.
        return written.Count > 0 || arguments.Any(argument => IsError(argument.Value)) ? null : arguments;

        IReadOnlyList<AttributeArgumentSyntax> Take(string name)
        {
            if (!written.TryGetValue(name, out var places))
                return Array.Empty<AttributeArgumentSyntax>();
            written.Remove(name);
            return places;
        }
    }

    private static string? NameOf(AttributeArgumentSyntax argument, int position, IMethodSymbol constructor)
    {
        if ((argument.NameEquals?.Name ?? argument.NameColon?.Name) is { } name)
            return name.Identifier.ValueText;
        var parameters = constructor.Parameters;
        if (position < parameters.Length)
            return parameters[position].Name;
        return parameters.Length > 0 && parameters[parameters.Length - 1] is { IsParams: true } last ? last.Name : null;
    }

    private static bool IsError(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Error => true,
        TypedConstantKind.Array => !constant.IsNull && constant.Values.Any(IsError),
        TypedConstantKind.Type => constant.Value is IErrorTypeSymbol,
        _ => false,
    };
}
