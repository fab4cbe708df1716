using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Formulas;

/// <summary>
/// Symbolic derivatives. Where a formula has a kink, PyTorch's choice of subgradient is taken: max(x, 0) has slope 0 at 0,
/// so has |x|; on a tie max(a, b) and min(a, b) follow b. The branches of a select are differentiated and its condition
/// is not: a jump has no derivative.
/// </summary>
internal static class Differentiation
{
    /// <summary>
    /// The derivative with respect to one input, simplified. The formula is simplified first as well, so that
    /// max(0, x) and max(x, 0) agree at the kink: there a constant is always the second operand.
    /// </summary>
    public static Formula Differentiate(this Formula formula, int input) =>
        new Pass(input).Derivative(formula.Simplify()).Simplify();

    private sealed class Pass(int input)
    {
        private static readonly Formula Zero = 0;
        private static readonly Formula One = 1;

        private readonly Dictionary<Formula, Formula> derivatives = new(SharedFormulas.ReferenceComparer);

        public Formula Derivative(Formula formula)
        {
            if (!derivatives.TryGetValue(formula, out var result))
            {
                result = formula switch
                {
                    Input variable => variable.Index == input ? One : Zero,
                    Constant => Zero,
                    Unary unary => Times(unary.Operator.Row().Derivative(unary.Operand), Derivative(unary.Operand)),
                    Binary binary => OfBinary(binary, Derivative(binary.Left), Derivative(binary.Right)),
                    Select select => Formula.Select(select.Comparison, select.Left, select.Right,
                        Derivative(select.WhenTrue), Derivative(select.WhenFalse)),
                    _ => throw new ArgumentOutOfRangeException(nameof(formula)),
                };
                derivatives.Add(formula, result);
            }

            return result;
        }

        private static Formula OfBinary(Binary formula, Formula left, Formula right) => formula.Operator switch
        {
            BinaryOperator.Add => left + right,
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => Times(left, formula.Right) + Times(formula.Left, right),

            // (a' - (a / b) b') / b: the quotient is the forward result, and is there to be reused.
            BinaryOperator.Divide => (left - Times(formula, right)) / formula.Right,
            BinaryOperator.Maximum =>
                Formula.Select(Comparison.Greater, formula.Left, formula.Right, left, right),
            BinaryOperator.Minimum =>
                Formula.Select(Comparison.Less, formula.Left, formula.Right, left, right),
            _ => throw new ArgumentOutOfRangeException(nameof(formula)),
        };

        /// <summary>Spares the simplifier the products of everything that does not depend on the input.</summary>
        private static Formula Times(Formula left, Formula right) =>
            left.Equals(Zero) || right.Equals(Zero) ? Zero
            : left.Equals(One) ? right
            : right.Equals(One) ? left
            : left * right;
    }
}
