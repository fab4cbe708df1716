namespace StaticNet.Generator.Formulas;

/// <summary>What becomes of a product or quotient whose operands are simplified and not both constant.</summary>
internal static class ProductRules
{
    public static Formula? RewriteMultiply(Formula left, Formula right)
    {
        if (right is Constant)
            return right * left;

        return left switch
        {
            Constant { Value: 0 } => 0,
            Constant { Value: 1 } => right,
            Constant { Value: -1 } => -right,
            _ => SignOfProduct(left, right)
                ?? RewriteFactors(left, right)
                ?? IntoBranches(left, right)
                ?? IntoBranches(right, left),
        };
    }

    public static Formula? RewriteDivide(Formula left, Formula right)
    {
        if (left is Constant { Value: 0 })
            return 0;
        if (left is Unary { Operator: UnaryOperator.Negate } dividend)
            return -(dividend.Operand / right);
        if (right is Unary { Operator: UnaryOperator.Negate } divisor)
            return -(left / divisor.Operand);

        switch (right)
        {
            case Constant { Value: 1 }:
                return left;
            case Constant { Value: -1 }:
                return -left;
            case Constant constant when Factors.HasExactReciprocal(constant.Value):
                return (1 / constant.Value) * left;
        }

        var above = Factors.Of(left);
        var below = Factors.Of(right);
        return below.HasCoefficient && (above.HasCoefficient || above.Rest is null)
            ? new Factors(above.Coefficient / below.Coefficient, Factors.Quotient(above.Rest, below.Rest)).ToFormula()
            : null;
    }

    /// <summary>Signs move outwards, where they meet others, or into a difference that turns round for nothing.</summary>
    private static Formula? SignOfProduct(Formula left, Formula right) => (left, right) switch
    {
        (Unary { Operator: UnaryOperator.Negate } negation, _) => -(negation.Operand * right),
        (_, Unary { Operator: UnaryOperator.Negate } negation) => -(left * negation.Operand),
        (Constant { Value: < 0 } constant, Binary { Operator: BinaryOperator.Subtract } difference) =>
            -constant.Value * (difference.Right - difference.Left),
        _ => null,
    };

    /// <summary>Leaves squares alone: their factor is computed once as it stands.</summary>
    private static Formula? RewriteFactors(Formula left, Formula right) =>
        left.Equals(right)
            ? null
            : ReciprocalFactor(left, right) ?? ReciprocalFactor(right, left) ?? JoinedConstants(left, right);

    /// <summary>a * (1 / b) is a / b: one operation and one rounding less.</summary>
    private static Formula? ReciprocalFactor(Formula left, Formula right) =>
        right is Binary { Operator: BinaryOperator.Divide, Left: Constant { Value: 1 } } reciprocal
            ? left / reciprocal.Right
            : null;

    /// <summary>2 * (3 * x) is 6 * x. A constant moves only if it meets another: otherwise the order stays as written.</summary>
    private static Formula? JoinedConstants(Formula left, Formula right)
    {
        var first = Factors.Of(left);
        var second = Factors.Of(right);
        return first.HasCoefficient && second.HasCoefficient
            ? new Factors(first.Coefficient * second.Coefficient, Factors.Product(first.Rest, second.Rest)).ToFormula()
            : null;
    }

    /// <summary>
    /// g * (x > 0 ? 1 : 0) is x > 0 ? g : 0, the masked gradient of a ReLU. Done wherever at most one of the branches
    /// then still has to multiply, so that it never costs an operation.
    /// </summary>
    private static Formula? IntoBranches(Formula factor, Formula formula)
    {
        if (formula is not Select select || (!IsFree(select.WhenTrue) && !IsFree(select.WhenFalse)))
            return null;

        return Formula.Select(select.Comparison, select.Left, select.Right,
            factor * select.WhenTrue, factor * select.WhenFalse);

        bool IsFree(Formula branch) =>
            branch is Constant { Value: 0 or 1 } || (branch is Constant && factor is Constant);
    }
}
