namespace StaticNet.Generator.Formulas;

/// <summary>What there is to know of one unary operator.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Name">The function's name in printed formulas.</param>
/// <param name="IsCheap">Whether it costs about as much as an addition, so that computing it twice beats storing it.</param>
/// <param name="Evaluate">Its value in double precision.</param>
/// <param name="Derivative">Its derivative as a formula of the operand.</param>
internal sealed record UnaryRow(
    UnaryOperator Operator,
    string Name,
    bool IsCheap,
    Func<double, double> Evaluate,
    Func<Formula, Formula> Derivative);

/// <summary>The unary operators, one row each, in the order of the enumeration.</summary>
internal static class UnaryOperators
{
    private static readonly UnaryRow[] Rows =
    [
        new(UnaryOperator.Negate, "-", true, x => -x, _ => -1),
        new(UnaryOperator.Exp, "exp", false, Math.Exp, Formula.Exp),
        new(UnaryOperator.Log, "log", false, Math.Log, x => 1 / x),
        new(UnaryOperator.Tanh, "tanh", false, Math.Tanh, x => 1 - (Formula.Tanh(x) * Formula.Tanh(x))),
        new(UnaryOperator.Sigmoid, "sigmoid", false, Sigmoid, x => Formula.Sigmoid(x) * (1 - Formula.Sigmoid(x))),
        new(UnaryOperator.Sqrt, "sqrt", false, Math.Sqrt, x => 0.5 / Formula.Sqrt(x)),
        new(UnaryOperator.Abs, "abs", true, Math.Abs, Sign),

        // exp(x) rather than expm1(x) + 1: the latter loses every digit where x is far below zero.
        new(UnaryOperator.Expm1, "expm1", false, Expm1, Formula.Exp),
        new(UnaryOperator.Log1p, "log1p", false, Log1p, x => 1 / (1 + x)),
    ];

    public static UnaryRow Row(this UnaryOperator unary) => Rows[(int)unary];

    /// <summary>Zero at zero, PyTorch's subgradient of |x|.</summary>
    private static Formula Sign(Formula x) =>
        Formula.Select(Comparison.Greater, x, 0, 1, Formula.Select(Comparison.Less, x, 0, -1, 0));

    /// <summary>The exponential never overflows: its argument is at most zero.</summary>
    private static double Sigmoid(double x)
    {
        var exponential = Math.Exp(-Math.Abs(x));
        return (x >= 0 ? 1 : exponential) / (1 + exponential);
    }

    /// <summary>
    /// Kahan's form: exp(x) - 1 and log(exp(x)) carry the same rounding error, and it cancels in their quotient.
    /// </summary>
    private static double Expm1(double x)
    {
        var exponential = Math.Exp(x);
        if (exponential == 1)
            return x;

        var difference = exponential - 1;
        return difference == -1 || double.IsInfinity(exponential) ? difference : difference * x / Math.Log(exponential);
    }

    /// <summary>Kahan's form, as in <see cref="Expm1"/>.</summary>
    private static double Log1p(double x)
    {
        var sum = 1 + x;
        if (sum == 1)
            return x;

        return double.IsInfinity(sum) ? Math.Log(sum) : Math.Log(sum) * x / (sum - 1);
    }
}
