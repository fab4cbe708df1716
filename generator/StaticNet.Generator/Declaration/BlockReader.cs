using Microsoft.CodeAnalysis;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>A <c>[Use]</c> as it is read.</summary>
/// <param name="Written">Its arguments with their syntax.</param>
/// <param name="Arguments">The same as values.</param>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="Position">Its number among the layers around it.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Index">Its index.</param>
/// <param name="Subject">How messages call it.</param>
internal sealed record BlockUse(
    IReadOnlyList<WrittenArgument> Written,
    EquatableArray<ArgumentSpec> Arguments,
    string? Name,
    int Position,
    AttributeLocation Location,
    int Index,
    string Subject);

/// <summary>Reads the block that a <c>[Use]</c> refers to.</summary>
internal static class BlockReader
{
    private const string BlockArgument = "block";

    /// <summary>Reads the block; null where it cannot be used, which was said then.</summary>
    /// <param name="use">The attribute.</param>
    /// <param name="outer">The block that it stands in.</param>
    /// <param name="context">What is shared by all readers.</param>
    public static BlockSpec? Read(BlockUse use, BlockScope? outer, ReadingContext context)
    {
        var type = use.Written.FirstOrDefault(argument => argument.Name == BlockArgument)?.Value.Value as ITypeSymbol;
        if (type is not INamedTypeSymbol named || !IsBlock(named))
        {
            // An attribute that nobody knows may be a misspelt [Block].
            return (type?.GetAttributes().Any(WellKnownNames.IsUnknown) ?? false)
                ? Broken()
                : Refuse(
                    type is null ? "null is not a block" : $"'{type.Name}' is not marked [Block]",
                    "name a class marked [Block], as in [Use(typeof(Residual))]");
        }

        var block = named.OriginalDefinition;
        if (outer?.Contains(block) ?? false)
        {
            context.Report(
                DiagnosticDescriptors.BlockContainsItself,
                use.Index,
                BlockArgument,
                use.Subject,
                $"block '{block.Name}' contains itself, so it would never end",
                "use another block here, or write Repeat = 2 or more where the block is used");
            return null;
        }

        var isOwn = context.IsOwn(block);
        var parameters = isOwn ? ParametersOf(block) : Array.Empty<IFieldSymbol>();
        var unfit = parameters.FirstOrDefault(
            field => field is not { IsConst: true, Type.SpecialType: SpecialType.System_Int32 } and not { Type.TypeKind: TypeKind.Error });
        if (unfit is not null)
        {
            return Refuse(
                $"'{unfit.Name}' of block '{block.Name}' is a parameter, but not a constant integer",
                $"declare it as const int {unfit.Name} = 1;");
        }

        if (parameters.Any(field => field.ConstantValue is not int))
            return Broken();

        var count = use.Arguments.FirstOrDefault(argument => argument.Name == "arguments")?.Value is ArgumentValue.IntegerList list ? list.Values.Count : 0;
        if (count > parameters.Count)
        {
            if (HasUnknownMembers(block))
                return Broken();
            context.Report(
                DiagnosticDescriptors.BlockMisuse,
                use.Index,
                $"arguments[{parameters.Count}]",
                use.Subject,
                isOwn
                    ? $"block '{block.Name}' takes {Arguments(parameters.Count)}, found {Arguments(count)}"
                    : $"block '{block.Name}' is of another assembly, where its parameters are fixed to their defaults",
                isOwn
                    ? "leave the others out, or mark more constants of the block [BlockParameter]"
                    : "leave the arguments out, or declare the block in this project");
        }

        var attributes = LayerReader.AttributesOf(block, out var stray);
        if (stray is not null)
        {
            context.Report(
                DiagnosticDescriptors.LayersOnSeveralParts,
                use.Index,
                BlockArgument,
                use.Subject,
                $"the layers of block '{block.Name}' stand on several partial declarations, which have no order",
                "put all of them on one");
            return null;
        }

        if (attributes.Count == 0)
            return Refuse($"block '{block.Name}' has no layers", "put layer attributes on it, as in [Dense(16), ReLU]");

        var values = ValuesOf(use, parameters, outer);
        var place = BlockPlace.Of(block.Name, values, use.Name, use.Position, outer?.Place, context.Network);
        var scope = new BlockScope(block, parameters, values, place, outer);
        var layers = LayerReader.Read(attributes, scope, isOwn ? null : use.Location, context);
        return new BlockSpec(
            block.Name,
            parameters.Select(field => new BlockParameterSpec(field.Name, (int)field.ConstantValue!)).ToEquatableArray(),
            layers);

        BlockSpec? Refuse(string problem, string remedy)
        {
            context.Report(DiagnosticDescriptors.BlockMisuse, use.Index, BlockArgument, use.Subject, problem, remedy);
            return null;
        }

        BlockSpec? Broken()
        {
            context.IsBroken = true;
            return null;
        }
    }

    private static IReadOnlyList<int?> ValuesOf(BlockUse use, IReadOnlyList<IFieldSymbol> parameters, BlockScope? outer)
    {
        var given = use.Arguments.FirstOrDefault(argument => argument.Name == "arguments")?.Value;
        return parameters.Select((parameter, i) => given switch
        {
            ArgumentValue.Unknown => null,
            ArgumentValue.IntegerList list when i < list.Values.Count => Evaluate(list.Values[i]),
            _ => parameter.ConstantValue as int?,
        }).ToArray();

        int? Evaluate(IntegerExpression expression)
        {
            try
            {
                return expression.Evaluate(outer?.Values ?? Array.Empty<int?>());
            }
            catch (ArithmeticException)
            {
                // Compilation says so; here it is a part of other messages.
                return null;
            }
        }
    }

    private static bool IsBlock(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => WellKnownNames.IsBlock(attribute.AttributeClass));

    // One of them may be a misspelt [BlockParameter].
    private static bool HasUnknownMembers(INamedTypeSymbol block) =>
        block.GetMembers().OfType<IFieldSymbol>().Any(field => field.GetAttributes().Any(WellKnownNames.IsUnknown));

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
