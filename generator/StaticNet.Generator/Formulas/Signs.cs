namespace StaticNet.Generator.Formulas;

/// <summary>Where a minus sign can go without costing an operation.</summary>
internal static class Signs
{
    /// <summary>The negative of a simplified formula in no more operations than it has; null where that takes one more.</summary>
    public static Formula? Negated(Formula formula)
    {
        switch (formula)
        {
            case Constant constant:
                return -constant.Value;

            case Unary { Operator: UnaryOperator.Negate } negation:
                return negation.Operand;

            case Unary { Operator: UnaryOperator.Tanh } tanh:
                return Negated(tanh.Operand) is { } operand ? Formula.Tanh(operand) : null;

            case Binary { Operator: BinaryOperator.Subtract } difference:
                return difference.Right - difference.Left;

            case Binary { Operator: BinaryOperator.Add } sum:
                return Negated(sum.Left) is { } first ? first - sum.Right
                    : Negated(sum.Right) is { } second ? second - sum.Left
                    : null;

            case Binary { Operator: BinaryOperator.Multiply or BinaryOperator.Divide } product:
                return Negated(product.Left) is { } left ? new Binary(product.Operator, left, product.Right)
                    : Negated(product.Right) is { } right ? new Binary(product.Operator, product.Left, right)
                    : null;

            case Select select:
                return Negated(select.WhenTrue) is { } whenTrue && Negated(select.WhenFalse) is { } whenFalse
                    ? new Select(select.Comparison, select.Left, select.Right, whenTrue, whenFalse)
                    : null;

            default:
                return null;
        }
    }

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
}
