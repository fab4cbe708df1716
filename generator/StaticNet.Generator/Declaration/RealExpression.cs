namespace StaticNet.Generator.Declaration;

/// <summary>An expression of floating-point numbers over the parameters of the block that it stands in.</summary>
internal abstract record RealExpression
{
    /// <summary>A constant.</summary>
    public sealed record Constant(double Value) : RealExpression;

    /// <summary>The block parameter at <paramref name="Index"/>.</summary>
    public sealed record Parameter(int Index) : RealExpression;

    /// <summary>An integer expression, computed as such.</summary>
    public sealed record FromInteger(IntegerExpression Value) : RealExpression;

    /// <summary>One of <c>+ - * /</c>.</summary>
    public sealed record Binary(char Operator, RealExpression Left, RealExpression Right) : RealExpression;

    /// <summary>Whether it has a parameter in it.</summary>
    public bool DependsOnParameter => this switch
    {
        Parameter => true,
        FromInteger integer => integer.Value.DependsOnParameter,
        Binary binary => binary.Left.DependsOnParameter || binary.Right.DependsOnParameter,
        _ => false,
    };

    /// <summary>Evaluates with the block's parameters bound; null where one that matters is not known.</summary>
    /// <param name="parameters">Their values; null for those that are not known.</param>
    /// <exception cref="ArithmeticException">An integer overflows, or is divided by zero.</exception>
    public double? Evaluate(IReadOnlyList<double?> parameters) => this switch
    {
        Constant constant => constant.Value,
        Parameter parameter => parameters[parameter.Index],
        FromInteger integer => integer.Value.Evaluate(parameters),
        Binary binary => Apply(binary.Operator, binary.Left.Evaluate(parameters), binary.Right.Evaluate(parameters)),
        _ => throw new InvalidOperationException("unknown expression " + GetType().Name),
    };

    private static double? Apply(char operation, double? left, double? right) => operation switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        _ => throw new InvalidOperationException("unknown operator " + operation),
    };
}
