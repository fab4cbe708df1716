namespace StaticNet.Generator.Formulas;

/// <remarks>Maximum and Minimum propagate NaN, as <see cref="Math.Max(double, double)"/> does.</remarks>
internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Maximum,
    Minimum,
}

/// <remarks>Each has its row in <see cref="UnaryOperators"/>.</remarks>
internal enum UnaryOperator
{
    Negate,
    Exp,
    Log,
    Tanh,
    Sigmoid,
    Sqrt,
    Abs,
    Expm1,
    Log1p,
}

internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}
