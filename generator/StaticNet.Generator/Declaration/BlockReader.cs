using Microsoft.CodeAnalysis;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>Reads the block that a <c>[Use]</c> refers to.</summary>
internal static class BlockReader
{
    private const string BlockArgument = "block";

    /// <summary>Reads the block; null where it cannot be used.</summary>
    /// <param name="use">The arguments of <c>[Use]</c>.</param>
    /// <param name="outer">The block that <c>[Use]</c> stands in.</param>
    /// <param name="location">Where <c>[Use]</c> stands.</param>
    /// <param name="index">Its index.</param>
    /// <param name="subject">How messages call it.</param>
    /// <param name="context">What is shared by all readers.</param>
    public static BlockSpec? Read(
        IReadOnlyList<WrittenArgument> use,
        BlockScope? outer,
        AttributeLocation location,
        int index,
        string subject,
        ReadingContext context)
    {
        var type = use.FirstOrDefault(argument => argument.Name == BlockArgument)?.Value.Value as ITypeSymbol;
        if (type is not INamedTypeSymbol named || !IsBlock(named))
        {
            return Refuse(
                type is null ? "null is not a block" : $"'{type.Name}' is not marked [Block]",
                "name a class marked [Block], as in [Use(typeof(Residual))]");
        }

        var block = named.OriginalDefinition;
        if (outer?.Contains(block) ?? false)
        {
            context.Report(
                DiagnosticDescriptors.BlockContainsItself,
                index,
                BlockArgument,
                subject,
                $"block '{block.Name}' contains itself, so it would never end",
                "use another block here, or Repeat = n where the block is used");
            return null;
        }

        var isOwn = context.IsOwn(block);
        var parameters = isOwn ? ParametersOf(block) : Array.Empty<IFieldSymbol>();
        var unfit = parameters.FirstOrDefault(
            field => field is not { IsConst: true, Type.SpecialType: SpecialType.System_Int32 });
        if (unfit is not null)
        {
            return Refuse(
                $"'{unfit.Name}' of block '{block.Name}' is a parameter, but not a constant integer",
                $"declare it as const int {unfit.Name}");
        }

        if (parameters.Any(field => field.ConstantValue is not int))
        {
            context.IsBroken = true;
            return null;
        }

        var arguments = use.FirstOrDefault(argument => argument.Name == "arguments")?.Value;
        var count = arguments is { IsNull: false, Kind: TypedConstantKind.Array } list ? list.Values.Length : 0;
        if (count > parameters.Count)
        {
            context.Report(
                DiagnosticDescriptors.BlockMisuse,
                index,
                $"arguments[{parameters.Count}]",
                subject,
                isOwn
                    ? $"block '{block.Name}' takes {Arguments(parameters.Count)}, found {Arguments(count)}"
                    : $"block '{block.Name}' is of another assembly, where its parameters are fixed to their defaults",
                isOwn
                    ? "leave the others out, or mark more constants of the block [BlockParameter]"
                    : "leave the arguments out, or declare the block in this project");
            return null;
        }

        var attributes = LayerReader.AttributesOf(block, out var stray);
        if (stray is not null)
        {
            context.Report(
                DiagnosticDescriptors.LayersOnSeveralParts,
                index,
                BlockArgument,
                subject,
                $"the layers of block '{block.Name}' stand on several partial declarations, which have no order",
                "put all of them on one");
            return null;
        }

        if (attributes.Count == 0)
            return Refuse($"block '{block.Name}' has no layers", "put layer attributes on it, as in [Dense(16), ReLU]");

        var layers = LayerReader.Read(attributes, new BlockScope(block, parameters, outer), isOwn ? null : location, context);
        return new BlockSpec(
            block.Name,
            parameters.Select(field => new BlockParameterSpec(field.Name, (int)field.ConstantValue!)).ToEquatableArray(),
            layers);

        BlockSpec? Refuse(string problem, string remedy)
        {
            context.Report(DiagnosticDescriptors.BlockMisuse, index, BlockArgument, subject, problem, remedy);
            return null;
        }
    }

    private static bool IsBlock(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => WellKnownNames.IsBlock(attribute.AttributeClass));

    private static IReadOnlyList<IFieldSymbol> ParametersOf(INamedTypeSymbol block) => block.GetMembers().OfType<IFieldSymbol>()
        .Where(field => field.GetAttributes().Any(attribute => WellKnownNames.IsBlockParameter(attribute.AttributeClass)))
        .ToArray();

    private static string Arguments(int count) => count switch
    {
        0 => "no arguments",
        1 => "one argument",
        _ => FormattableString.Invariant($"{count} arguments"),
    };
}
