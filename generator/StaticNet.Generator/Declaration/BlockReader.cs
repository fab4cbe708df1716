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
        var unfit = parameters.FirstOrDefault(field => field.Type.TypeKind != TypeKind.Error && !(field.IsConst && IsParameterType(field.Type)));
        if (unfit is not null)
        {
            return Refuse(
                $"'{unfit.Name}' of block '{block.Name}' is a parameter, but not a constant int, double, bool or enum",
                $"declare it as const int {unfit.Name} = 1;");
        }

        if (parameters.Any(field => field.ConstantValue is not (int or double or bool)))
            return Broken();

        var specs = parameters.Select(SpecOf).ToArray();
        var given = GivenTo(use);
        var count = given?.Count ?? 0;
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

        for (var i = 0; i < Math.Min(count, specs.Length); i++)
        {
            if (given![i].Type == specs[i].Type || (specs[i].Type == "double" && given[i].Type == "int"))
                continue;
            context.Report(
                DiagnosticDescriptors.BlockMisuse,
                use.Index,
                FormattableString.Invariant($"arguments[{i}]"),
                use.Subject,
                $"parameter '{specs[i].Name}' of block '{block.Name}' is {specs[i].Type}, found {given[i].Type}",
                specs[i].Members.FirstOrDefault() is { } member ? $"write one such as {member.Name}" : $"write a value of type {specs[i].Type}");
            return null;
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

        var values = ValuesOf(use, specs, outer);
        var place = BlockPlace.Of(block.Name, BlockParameterSpec.Describe(specs, values), use.Name, use.Position, outer?.Place, context.Network);
        var scope = new BlockScope(block, parameters, values, place, outer);
        var layers = LayerReader.Read(attributes, scope, isOwn ? null : use.Location, context);
        return new BlockSpec(
            block.Name,
            specs.ToEquatableArray(),
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

    private static bool IsParameterType(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Double or SpecialType.System_Boolean
        || type is INamedTypeSymbol { EnumUnderlyingType.SpecialType: SpecialType.System_Int32 };

    private static BlockParameterSpec SpecOf(IFieldSymbol field)
    {
        var value = field.ConstantValue switch { int integer => integer, double real => real, bool flag => flag ? 1 : 0, _ => 0 };
        var members = field.Type.TypeKind != TypeKind.Enum ? default : field.Type.GetMembers().OfType<IFieldSymbol>()
            .Where(member => member.ConstantValue is int)
            .Select(member => new BlockEnumMember($"{field.Type.Name}.{member.Name}", (int)member.ConstantValue!)).ToEquatableArray();
        return new BlockParameterSpec(field.Name, ArgumentReader.TypeOf(field.Type), value) { Members = members };
    }

    /// <summary>What the block is given; null where that is not known.</summary>
    private static IReadOnlyList<BlockArgument>? GivenTo(BlockUse use) => use.Arguments.FirstOrDefault(argument => argument.Name == "arguments")?.Value switch
    {
        null => Array.Empty<BlockArgument>(),
        ArgumentValue.IntegerList list => list.Values.Select(value => new BlockArgument(new ArgumentValue.Integer(value), "int")).ToArray(),
        ArgumentValue.BlockArguments arguments => arguments.Values.ToArray(),
        _ => null,
    };

    private static IReadOnlyList<double?> ValuesOf(BlockUse use, IReadOnlyList<BlockParameterSpec> parameters, BlockScope? outer)
    {
        var given = GivenTo(use);
        return parameters.Select((parameter, i) => given is null ? null : i < given.Count ? Evaluate(given[i].Value) : parameter.Default).ToArray();

        double? Evaluate(ArgumentValue value)
        {
            var known = outer?.Values ?? Array.Empty<double?>();
            try
            {
                return value switch
                {
                    ArgumentValue.Integer integer => integer.Value.Evaluate(known),
                    ArgumentValue.Flag flag => flag.Value.Evaluate(known),
                    ArgumentValue.Real real => real.Value.Evaluate(known),
                    _ => null,
                };
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
