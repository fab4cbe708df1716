using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>Reads layer attributes, those of used blocks included.</summary>
internal static class LayerReader
{
    // Two uses of a block that uses two of another, and so on, double with each line that is written.
    private const int MostLayers = 50_000;

    /// <summary>
    /// The layer attributes of a class in source order. Partial declarations have no order among each other, so all must
    /// stand on one of them.
    /// </summary>
    /// <param name="type">A network or a block.</param>
    /// <param name="stray">An attribute that stands on another part than the first; null where there is none.</param>
    public static IReadOnlyList<AttributeData> AttributesOf(INamedTypeSymbol type, out SyntaxReference? stray)
    {
        var attributes = type.GetAttributes().Where(attribute => WellKnownNames.IsLayer(attribute.AttributeClass)).ToList();
        var part = PartOf(attributes.FirstOrDefault());
        stray = attributes.FirstOrDefault(attribute => PartOf(attribute) != part)?.ApplicationSyntaxReference;
        return attributes.OrderBy(attribute => attribute.ApplicationSyntaxReference?.Span.Start ?? 0).ToList();
    }

    /// <summary>Reads attributes in order.</summary>
    /// <param name="attributes">The layer attributes of one class.</param>
    /// <param name="scope">The block that they stand in; null in a network.</param>
    /// <param name="standIn">Where the block is used, for attributes that have no source in this compilation.</param>
    /// <param name="context">What is shared by all readers.</param>
    public static EquatableArray<LayerSpec> Read(
        IReadOnlyList<AttributeData> attributes, BlockScope? scope, AttributeLocation? standIn, ReadingContext context)
    {
        var layers = new List<LayerSpec>(attributes.Count);
        foreach (var attribute in attributes)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (ReadLayer(attribute, scope, standIn, context) is { } layer)
                layers.Add(layer);
            if (context.LayerCount > MostLayers)
                break;
        }

        return layers.ToEquatableArray();
    }

    private static LayerSpec? ReadLayer(
        AttributeData attribute, BlockScope? scope, AttributeLocation? standIn, ReadingContext context)
    {
        var reference = standIn is null ? attribute.ApplicationSyntaxReference : null;
        var syntax = reference?.GetSyntax(context.Cancellation) as AttributeSyntax;
        var written = WrittenArgument.AllOf(attribute, syntax);
        if (written is null || (standIn is null && syntax is null))
        {
            context.IsBroken = true;
            return null;
        }

        var location = standIn is null
            ? new AttributeLocation(
                SourceSpan.Of(syntax!),
                written.Where(argument => argument.Syntax.Count > 0).Select(argument => argument.Location).ToEquatableArray())
            : standIn with { Arguments = default };
        var index = context.AddLayer(location);
        var kind = WellKnownNames.Kind(attribute.AttributeClass!);
        var name = written.FirstOrDefault(argument => argument.Name == "Name")?.Value.Value as string;
        var subject = SyntaxFacts.IsValidIdentifier(name) ? $"{kind} '{name}'" : kind;
        if (index == MostLayers)
        {
            context.Report(
                DiagnosticDescriptors.TooLarge,
                index,
                null,
                subject,
                $"the network has more than {MostLayers} layers with those of its blocks",
                "use fewer blocks within blocks");
            return null;
        }

        if (scope is not null && (kind is "Input" or "Output" || WellKnownNames.IsLoss(attribute.AttributeClass)))
        {
            context.Report(
                DiagnosticDescriptors.BlockMisuse,
                index,
                null,
                subject,
                $"block '{scope.Block.Name}' may hold layers only, no inputs, outputs or losses",
                "declare it on the network; inside a block, \"input\" names what the block was given");
        }

        var expressions = scope is { Parameters.Count: > 0 } && syntax is not null
            ? new IntegerExpressionReader(context, scope)
            : null;
        var reader = new ArgumentReader(context, expressions, index, subject);
        var arguments = written.Select(reader.Read).OfType<ArgumentSpec>().ToEquatableArray();
        if (kind != "Use")
            return new LayerSpec(kind, arguments, null, index);

        var block = BlockReader.Read(written, scope, location, index, subject, context);
        return block is null ? null : new LayerSpec(kind, arguments, block, index);
    }

    private static SyntaxNode? PartOf(AttributeData? attribute) =>
        attribute?.ApplicationSyntaxReference?.GetSyntax().Parent?.Parent;
}
