namespace StaticNet.Generator.Formulas;

/// <summary>What becomes of a unary operation whose operand is simplified.</summary>
internal static class UnaryRules
{
    public static Formula? Rewrite(Unary formula) => formula switch
    {
        { Operand: Constant constant } => new Constant(formula.Operator.Row().Evaluate(constant.Value)),
        { Operator: UnaryOperator.Negate } => Signs.Negated(formula.Operand),
        { Operator: UnaryOperator.Abs, Operand: Unary { Operator: UnaryOperator.Negate } negation } =>
            Formula.Abs(negation.Operand),
        { Operator: UnaryOperator.Abs } when IsNeverNegative(formula.Operand) => formula.Operand,

        // Odd, to the last bit; the sign may find something to vanish in further out.
        { Operator: UnaryOperator.Tanh, Operand: Unary { Operator: UnaryOperator.Negate } negation } =>
            -Formula.Tanh(negation.Operand),
        _ => null,
    };

    /// <summary>A square, a magnitude, an exponential. NaN does not count against it: abs leaves NaN alone too.</summary>
    private static bool IsNeverNegative(Formula formula) => formula switch
    {
        Unary unary => unary.Operator is UnaryOperator.Abs or UnaryOperator.Exp or UnaryOperator.Sigmoid or UnaryOperator.Sqrt,
        Binary { Operator: BinaryOperator.Multiply } product => product.Left.Equals(product.Right),
        _ => false,
    };
}
