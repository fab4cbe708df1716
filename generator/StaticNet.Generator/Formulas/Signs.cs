namespace StaticNet.Generator.Formulas;

/// <summary>Where a minus sign can go without costing an operation.</summary>
internal static class Signs
{
    /// <summary>
    /// How many operations deep to look. The search goes down both sides, so in a formula whose parts are shared it would
    /// otherwise come by the same ones exponentially often.
    /// </summary>
    private const int Reach = 8;

    /// <summary>
    /// The negative of a simplified formula in no more operations than it has; null where that takes one more, or would
    /// have to be looked for too deeply.
    /// </summary>
    public static Formula? Negated(Formula formula) => Negated(formula, Reach);

    /// <summary>
    /// The positive of a term that carries a minus sign in front (-x, -2 * x, -2 / x, x / -3), so that a sum can turn
    /// into a difference; null for any other.
    /// </summary>
    public static Formula? WithoutLeadingMinus(Formula formula) => formula switch
    {
        Constant { Value: < 0 } constant => -constant.Value,
        Unary { Operator: UnaryOperator.Negate } negation => negation.Operand,
        Binary { Operator: BinaryOperator.Multiply or BinaryOperator.Divide, Left: Constant { Value: < 0 } } product =>
            Negated(product),
        Binary { Operator: BinaryOperator.Divide, Right: Constant { Value: < 0 } divisor } quotient =>
            quotient.Left / -divisor.Value,
        _ => null,
    };

    private static Formula? Negated(Formula formula, int reach)
    {
        switch (formula)
        {
            case Constant constant:
                return -constant.Value;

            case Unary { Operator: UnaryOperator.Negate } negation:
                return negation.Operand;

            case not null when reach == 0:
                return null;

            case Unary { Operator: UnaryOperator.Tanh } tanh:
                return Negated(tanh.Operand, reach - 1) is { } operand ? Formula.Tanh(operand) : null;

            case Binary { Operator: BinaryOperator.Subtract } difference:
                return difference.Right - difference.Left;

            case Binary { Operator: BinaryOperator.Add } sum:
                return Negated(sum.Left, reach - 1) is { } first ? first - sum.Right
                    : Negated(sum.Right, reach - 1) is { } second ? second - sum.Left
                    : null;

            // A square would be two different factors afterwards, each to be computed.
            case Binary { Operator: BinaryOperator.Multiply or BinaryOperator.Divide } product
                when !product.Left.Equals(product.Right):
                return Negated(product.Left, reach - 1) is { } left ? new Binary(product.Operator, left, product.Right)
                    : Negated(product.Right, reach - 1) is { } right ? new Binary(product.Operator, product.Left, right)
                    : null;

            case Select select:
                return Negated(select.WhenTrue, reach - 1) is { } whenTrue
                    && Negated(select.WhenFalse, reach - 1) is { } whenFalse
                    ? new Select(select.Comparison, select.Left, select.Right, whenTrue, whenFalse)
                    : null;

            default:
                return null;
        }
    }
}
