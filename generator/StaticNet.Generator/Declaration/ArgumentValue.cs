using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>The value of an attribute argument.</summary>
internal abstract record ArgumentValue
{
    /// <summary>An integer (or enum) expression; constant outside blocks.</summary>
    public sealed record Integer(IntegerExpression Value) : ArgumentValue;

    /// <summary>What could not be read; the reason was reported where it was found.</summary>
    public sealed record Unknown : ArgumentValue;

    /// <summary>A floating-point expression; constant outside blocks.</summary>
    public sealed record Real(RealExpression Value) : ArgumentValue;

    /// <summary>A string constant; null where <c>null</c> was written.</summary>
    public sealed record Text(string? Value) : ArgumentValue;

    /// <summary>A Boolean expression, true where it is not zero; constant outside blocks.</summary>
    public sealed record Flag(IntegerExpression Value) : ArgumentValue;

    /// <summary>An array of integers, or <c>params</c> arguments.</summary>
    public sealed record IntegerList(EquatableArray<IntegerExpression> Values) : ArgumentValue;

    /// <summary>What a block is given for its parameters: numbers, Booleans and enums.</summary>
    public sealed record BlockArguments(EquatableArray<BlockArgument> Values) : ArgumentValue;

    /// <summary>An array of strings, or <c>params</c> arguments.</summary>
    public sealed record TextList(EquatableArray<string> Values) : ArgumentValue;
}

/// <summary>What a block is given for one of its parameters.</summary>
/// <param name="Value">An integer (or enum), a real number or a Boolean.</param>
/// <param name="Type">Its type, as C# has it.</param>
internal sealed record BlockArgument(ArgumentValue Value, string Type);

/// <summary>An integer expression over the parameters of the block that it stands in.</summary>
internal abstract record IntegerExpression
{
    /// <summary>A constant.</summary>
    public sealed record Constant(int Value) : IntegerExpression;

    /// <summary>The block parameter at <paramref name="Index"/>.</summary>
    public sealed record Parameter(int Index) : IntegerExpression;

    /// <summary>
    /// One of <c>+ - * / %</c> with C#'s integer meaning; overflow is an error. Booleans are 1 and 0, so that <c>!a</c> is 1 - a.
    /// </summary>
    public sealed record Binary(char Operator, IntegerExpression Left, IntegerExpression Right) : IntegerExpression;

    /// <summary>Whether it has a parameter in it.</summary>
    public bool DependsOnParameter => this switch
    {
        Parameter => true,
        Binary binary => binary.Left.DependsOnParameter || binary.Right.DependsOnParameter,
        _ => false,
    };

    /// <summary>
    /// Evaluates with the block's parameters bound to <paramref name="parameters"/>; null where one that matters is not known.
    /// </summary>
    /// <exception cref="ArithmeticException">Overflow, or division by zero.</exception>
    public int? Evaluate(IReadOnlyList<double?> parameters) => this switch
    {
        Constant constant => constant.Value,
        Parameter parameter => (int?)parameters[parameter.Index],
        Binary binary => Apply(binary.Operator, binary.Left.Evaluate(parameters), binary.Right.Evaluate(parameters)),
        _ => throw new InvalidOperationException("unknown integer expression " + GetType().Name),
    };

    private static int? Apply(char operation, int? left, int? right) => checked(operation switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        '%' => left % right,
        _ => throw new InvalidOperationException("unknown operator " + operation),
    });
}
