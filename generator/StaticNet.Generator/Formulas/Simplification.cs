using StaticNet.Generator.Ir;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Formulas;

/// <summary>
/// Rewrites a formula into a shorter one of the same value up to rounding, until no rule applies any more.
/// </summary>
/// <remarks>
/// <para>
/// What is taken as equal: 0 * x and 0 / x are 0 (gradients are full of exact zeros; the two differ only where x is
/// infinite, NaN, or a divisor that is 0), sums and products with several constants may be regrouped so that the constants
/// meet, and the sign of a zero is not kept. What is not: x - x and x / x stay, since NaN has to show, and factors are not
/// cancelled. Constants are combined in double precision, and only where the result is an ordinary single-precision
/// number: 1e30 * (1e30 * x) stays as it is.
/// </para>
/// <para>
/// Rewriting ends because no rule undoes another's work: they take out operations, join constants, move minus signs
/// outwards, products into selects, and constants to their side (the left of products, the right of everything else).
/// </para>
/// </remarks>
internal static class Simplification
{
    public static Formula Simplify(this Formula formula) => new Pass().Visit(formula);

    /// <summary>One step at the root of a formula whose operands are simplified; null where no rule applies.</summary>
    private static Formula? Rewrite(Formula formula) => formula switch
    {
        Unary unary => UnaryRules.Rewrite(unary),
        Binary { Left: Constant left, Right: Constant right } binary =>
            new Constant(binary.Operator.Apply(left.Value, right.Value)),
        Binary binary => binary.Operator switch
        {
            BinaryOperator.Add => SumRules.RewriteAdd(binary.Left, binary.Right),
            BinaryOperator.Subtract => SumRules.RewriteSubtract(binary.Left, binary.Right),
            BinaryOperator.Multiply => ProductRules.RewriteMultiply(binary.Left, binary.Right),
            BinaryOperator.Divide => ProductRules.RewriteDivide(binary.Left, binary.Right),
            _ => SelectRules.RewriteExtremum(binary),
        },
        Select select => SelectRules.Rewrite(select),
        _ => null,
    };

    private sealed class Pass
    {
        private readonly SharedFormulas formulas = new();
        private readonly Dictionary<Formula, Formula> simplified = new(SharedFormulas.ReferenceComparer);

        /// <summary>
        /// The result's operands are results themselves and no rule applies at its root: that is the fixed point.
        /// Everything on the way is shared, so that no work is done twice however often a subexpression occurs.
        /// </summary>
        public Formula Visit(Formula formula)
        {
            if (simplified.TryGetValue(formula, out var result))
                return result;

            var rebuilt = formulas.ShareRoot(formula.WithOperands(Visit));
            if (!simplified.TryGetValue(rebuilt, out result))
            {
                result = Rewrite(rebuilt) is { } shorter ? Visit(shorter) : rebuilt;
                simplified[rebuilt] = result;
            }

            return simplified[formula] = result;
        }
    }
}
