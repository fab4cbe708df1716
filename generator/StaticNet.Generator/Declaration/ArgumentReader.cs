using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>Turns the arguments of one attribute into values.</summary>
/// <param name="context">Where to report.</param>
/// <param name="expressions">Reads expressions over a block's parameters; null where there are none.</param>
/// <param name="reals">The same for real numbers.</param>
/// <param name="layer">The attribute's index.</param>
/// <param name="subject">How messages call the attribute.</param>
internal sealed class ArgumentReader(ReadingContext context, IntegerExpressionReader? expressions, RealExpressionReader? reals, int layer, string subject)
{
    // What was reported of an argument stands for its value.
    private static readonly ArgumentValue Unknown = new ArgumentValue.Unknown();

    /// <summary>Reads an argument; null where it says nothing (a null array, a type).</summary>
    public ArgumentSpec? Read(WrittenArgument argument)
    {
        var value = argument.Value.Kind switch
        {
            TypedConstantKind.Array => ReadList(argument),
            TypedConstantKind.Enum => ReadEnum(argument.Value, Single(argument), argument.Name),
            TypedConstantKind.Primitive => ReadSingle(argument),
            _ => null,
        };
        return value is null ? null : new ArgumentSpec(argument.Name, value);
    }

    private ArgumentValue? ReadSingle(WrittenArgument argument)
    {
        var syntax = Single(argument);
        switch (argument.Value.Value)
        {
            case int value:
                return ReadInteger(value, syntax, argument.Name) is { } integer ? new ArgumentValue.Integer(integer) : Unknown;
            case double value:
                return ReadReal(value, syntax, argument.Name);
            case bool value:
                return ReadFlag(value, syntax, argument.Name);
            case string name when argument.Name == "Name" && !SyntaxFacts.IsValidIdentifier(name):
                ReportName(argument.Name, SymbolDisplay.FormatLiteral(name, quote: true));
                return Unknown;
            case string text:
                return new ArgumentValue.Text(text);
            case null when argument.Value.Type?.SpecialType == SpecialType.System_String:
                return new ArgumentValue.Text(null);
            default:
                return null;
        }
    }

    private ArgumentValue? ReadList(WrittenArgument argument)
    {
        var isText = argument.Value.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String };

        // To write null for a property is to leave it out; for params, to give nothing.
        if (argument.Value.IsNull && !argument.IsParams)
            return null;
        var constants = argument.Value.IsNull ? Array.Empty<TypedConstant>() : argument.Value.Values.ToArray();
        var isBlockArguments = argument.Value.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object };
        return isText ? ReadTexts(argument, constants) : isBlockArguments ? ReadBlockArguments(argument, constants) : ReadIntegers(argument, constants);
    }

    /// <summary>Values of any type that a block's parameters may have; which of them fit, the block says.</summary>
    private ArgumentValue ReadBlockArguments(WrittenArgument argument, TypedConstant[] constants)
    {
        var elements = argument.Elements;
        var values = new BlockArgument[constants.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (syntax, name) = (i < elements.Count ? elements[i] : null, ElementName(argument.Name, i));
            ArgumentValue? value = constants[i] switch
            {
                { Kind: TypedConstantKind.Enum } constant => ReadEnum(constant, syntax, name),
                { Kind: TypedConstantKind.Primitive, Value: double real } => ReadReal(real, syntax, name),
                { Kind: TypedConstantKind.Primitive, Value: bool flag } => ReadFlag(flag, syntax, name),
                { Kind: TypedConstantKind.Primitive, Value: int integer } => ReadInteger(integer, syntax, name) is { } expression ? new ArgumentValue.Integer(expression) : Unknown,
                _ => null,
            };
            if (value is null)
            {
                context.Report(
                    DiagnosticDescriptors.BlockMisuse,
                    layer,
                    name,
                    subject,
                    $"{syntax?.ToString() ?? "an argument"} is neither an int, nor a double, a bool or an enum",
                    "give the block a value of the type that its parameter has");
            }

            if (value is null or ArgumentValue.Unknown)
                return Unknown;
            values[i] = new BlockArgument(value, TypeOf(constants[i].Type!));
        }

        return new ArgumentValue.BlockArguments(EquatableArray<BlockArgument>.Of(values));
    }

    /// <summary>How messages call a type, and by what enums are told apart.</summary>
    public static string TypeOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    private ArgumentValue ReadEnum(TypedConstant constant, ExpressionSyntax? syntax, string argument)
    {
        if (syntax is null || expressions is null || !expressions.DependsOnParameter(syntax))
            return new ArgumentValue.Integer(EnumOf(constant));
        return ReadInteger(0, syntax, argument) is { } expression ? new ArgumentValue.Integer(expression) : Unknown;
    }

    private ArgumentValue ReadFlag(bool constant, ExpressionSyntax? syntax, string argument)
    {
        // Whether weights are shared, or stay as they are, is known before any block has values.
        if (syntax is null || expressions is null || argument is "Frozen" or "Shared")
            return IsConstant(syntax, argument) ? new ArgumentValue.Flag(new IntegerExpression.Constant(constant ? 1 : 0)) : Unknown;
        return ReadInteger(constant ? 1 : 0, syntax, argument) is { } expression ? new ArgumentValue.Flag(expression) : Unknown;
    }

    private ArgumentValue ReadReal(double constant, ExpressionSyntax? syntax, string argument)
    {
        if (syntax is null || reals is null || !expressions!.DependsOnParameter(syntax))
            return new ArgumentValue.Real(new RealExpression.Constant(constant));
        if (reals.Read(syntax) is { } expression)
            return new ArgumentValue.Real(expression);

        ReportExpression(syntax, argument);
        return Unknown;
    }

    private static ExpressionSyntax? Single(WrittenArgument argument) => argument.Syntax.Count == 1 ? argument.Syntax[0].Expression : null;

    private ArgumentValue ReadTexts(WrittenArgument argument, TypedConstant[] constants)
    {
        var texts = new string?[constants.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = constants[i].Value as string;
            if (texts[i] is null)
                ReportName(ElementName(argument.Name, i), "null");
        }

        return Array.IndexOf(texts, null) < 0 ? new ArgumentValue.TextList(EquatableArray<string>.Of(texts!)) : Unknown;
    }

    private ArgumentValue ReadIntegers(WrittenArgument argument, TypedConstant[] constants)
    {
        var elements = argument.Elements;
        var integers = new IntegerExpression?[constants.Length];
        for (var i = 0; i < integers.Length; i++)
        {
            if (constants[i].Value is not int constant)
                return Unknown;
            var syntax = i < elements.Count ? elements[i] : null;
            integers[i] = ReadInteger(constant, syntax, ElementName(argument.Name, i));
        }

        return Array.IndexOf(integers, null) < 0 ? new ArgumentValue.IntegerList(EquatableArray<IntegerExpression>.Of(integers!)) : Unknown;
    }

    private IntegerExpression? ReadInteger(int constant, ExpressionSyntax? syntax, string argument)
    {
        if (syntax is null || expressions is null)
            return new IntegerExpression.Constant(constant);
        if (expressions.Read(syntax) is { } expression)
            return expression;

        ReportExpression(syntax, argument);
        return null;
    }

    // What is asked for before blocks have values must not depend on them.
    private bool IsConstant(ExpressionSyntax? syntax, string argument)
    {
        if (syntax is null || expressions is null || !expressions.DependsOnParameter(syntax))
            return true;
        ReportExpression(syntax, argument);
        return false;
    }

    private void ReportExpression(ExpressionSyntax syntax, string argument) => context.Report(
        DiagnosticDescriptors.BlockMisuse,
        layer,
        argument,
        subject,
        $"'{syntax}' depends on a block parameter in a way that cannot be followed",
        "write an expression of parameters, constants and + - * / %, or ! for Booleans");

    private void ReportName(string argument, string found) => context.Report(
        DiagnosticDescriptors.InvalidName,
        layer,
        argument,
        subject,
        $"{found} is not a name",
        "write letters, digits and underscores, not beginning with a digit, as in \"stem_1\"");

    private static string ElementName(string list, int index) => list + "[" + index.ToString(CultureInfo.InvariantCulture) + "]";

    private static IntegerExpression EnumOf(TypedConstant constant) =>
        new IntegerExpression.Constant(constant.Value is int value ? value : -1);
}
