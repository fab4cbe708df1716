using System.Globalization;
using StaticNet.Generator.Declaration;

namespace StaticNet.Generator.Tests.Declaration;

/// <summary>Prints specs in one line, so that tests can say what they expect.</summary>
internal static class SpecPrinter
{
    public static string Print(LayerSpec layer)
    {
        var arguments = string.Join(", ", layer.Arguments.Select(argument => argument.Name + ": " + Print(argument.Value)));
        var text = $"{layer.Kind}({arguments})";
        return layer.Block is null ? text : text + " " + Print(layer.Block);
    }

    public static string Print(BlockSpec block)
    {
        var parameters = string.Join(", ", block.Parameters.Select(parameter => $"{parameter.Name} = {parameter.Describe(parameter.Default)}"));
        return $"{block.Name}({parameters}) {{ {string.Join("; ", block.Layers.Select(Print))} }}";
    }

    private static string Print(ArgumentValue value) => value switch
    {
        ArgumentValue.Integer integer => Print(integer.Value),
        ArgumentValue.Unknown => "?",
        ArgumentValue.Real real => Print(real.Value),
        ArgumentValue.Text text => text.Value ?? "",
        ArgumentValue.Flag flag => flag.Value is IntegerExpression.Constant constant ? (constant.Value != 0).ToString() : Print(flag.Value),
        ArgumentValue.BlockArguments arguments => "[" + string.Join(' ', arguments.Values.Select(argument => Print(argument.Value))) + "]",
        ArgumentValue.IntegerList list => "[" + string.Join(' ', list.Values.Select(Print)) + "]",
        ArgumentValue.TextList list => "[" + string.Join(' ', list.Values) + "]",
        _ => throw new ArgumentException(value.GetType().Name),
    };

    private static string Print(RealExpression expression) => expression switch
    {
        RealExpression.Constant constant => constant.Value.ToString(CultureInfo.InvariantCulture) + "r",
        RealExpression.Parameter parameter => "#" + parameter.Index,
        RealExpression.FromInteger integer => Print(integer.Value),
        RealExpression.Binary binary => $"({Print(binary.Left)} {binary.Operator} {Print(binary.Right)})",
        _ => throw new ArgumentException(expression.GetType().Name),
    };

    private static string Print(IntegerExpression expression) => expression switch
    {
        IntegerExpression.Constant constant => constant.Value.ToString(CultureInfo.InvariantCulture),
        IntegerExpression.Parameter parameter => "#" + parameter.Index,
        IntegerExpression.Binary binary => $"({Print(binary.Left)} {binary.Operator} {Print(binary.Right)})",
        _ => throw new ArgumentException(expression.GetType().Name),
    };
}
