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
    /// The layer attributes of a class in source order, with those whose type is not known: they may be misspelt layers. Partial
    /// declarations have no order among each other, so all must stand on one of them.
    /// </summary>
    /// <param name="type">A network or a block.</param>
    /// <param name="stray">An attribute that stands on another part than the first; null where there is none.</param>
    public static IReadOnlyList<AttributeData> AttributesOf(INamedTypeSymbol type, out SyntaxReference? stray)
    {
        var all = type.GetAttributes();
        var layers = all.Where(attribute => WellKnownNames.IsLayer(attribute.AttributeClass)).ToList();
        var part = PartOf(layers.FirstOrDefault() ?? all.FirstOrDefault(WellKnownNames.IsUnknown));
        stray = layers.FirstOrDefault(attribute => PartOf(attribute) != part)?.ApplicationSyntaxReference;
        return layers
            .Concat(all.Where(attribute => WellKnownNames.IsUnknown(attribute) && PartOf(attribute) == part))
            .OrderBy(attribute => PartOf(attribute) == part ? 0 : 1)
            .ThenBy(attribute => attribute.ApplicationSyntaxReference?.Span.Start ?? 0)
            .ToList();
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
        var position = 0;
        foreach (var attribute in attributes)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var layer = ReadLayer(attribute, scope, standIn, position, context);
            if (context.IsCutShort)
                break;
            layers.Add(layer);
            position += layer.Kind is "Input" or "Output" or "State" ? 0 : 1;
        }

        return layers.ToEquatableArray();
    }

    private static LayerSpec ReadLayer(
        AttributeData attribute, BlockScope? scope, AttributeLocation? standIn, int position, ReadingContext context)
    {
        var reference = standIn is null ? attribute.ApplicationSyntaxReference : null;
        var syntax = reference?.GetSyntax(context.Cancellation) as AttributeSyntax;
        var written = WellKnownNames.IsUnknown(attribute) || (standIn is null && syntax is null) ? null : WrittenArgument.AllOf(attribute, syntax);
        var location = standIn is not null ? standIn with { Arguments = default, Text = null } : LocationOf(syntax, written);
        var index = context.AddLayer(location);
        if (written is null)
        {
            context.IsBroken = true;
            return BrokenAttribute.Read(attribute, syntax, index, context);
        }

        var kind = WellKnownNames.Kind(attribute.AttributeClass!);
        var name = written.FirstOrDefault(argument => argument.Name == "Name")?.Value.Value as string;
        name = SyntaxFacts.IsValidIdentifier(name) ? name : null;
        var subject = (name is null ? kind : $"{kind} '{name}'") + (scope is null ? "" : " " + scope.Place);
        if (index == MostLayers)
        {
            context.IsCutShort = true;
            context.Report(
                DiagnosticDescriptors.TooLarge,
                index,
                null,
                subject,
                $"the network has more than {MostLayers} layers with those of its blocks",
                "use fewer blocks within blocks");
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
        var reals = expressions is null ? null : new RealExpressionReader(context, scope!, expressions);
        var reader = new ArgumentReader(context, expressions, reals, index, subject);
        var arguments = written.Select(reader.Read).OfType<ArgumentSpec>().ToEquatableArray();
        if (kind is not ("Use" or "Scan") || context.IsCutShort)
            return new LayerSpec(kind, arguments, null, index);
        var use = new BlockUse(written, arguments, name, position, location, index, subject);
        return new LayerSpec(kind, arguments, BlockReader.Read(use, scope, context), index);
    }

    private static AttributeLocation LocationOf(AttributeSyntax? syntax, IReadOnlyList<WrittenArgument>? written)
    {
        if (syntax is null)
            return new AttributeLocation(default, default);
        var arguments = (written ?? Array.Empty<WrittenArgument>()).Where(argument => argument.Syntax.Count > 0).Select(argument => argument.Location);
        return new AttributeLocation(SourceSpan.Of(syntax), arguments.ToEquatableArray()) { Text = WrittenArgument.TextOf(syntax) };
    }

    private static SyntaxNode? PartOf(AttributeData? attribute) =>
        attribute?.ApplicationSyntaxReference?.GetSyntax().Parent?.Parent;
}
