using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Kernels.Rows;

/// <summary>
/// A formula over the elements of a row, with what is the same for all of them taken out: that is computed once a row.
/// </summary>
/// <param name="Formula">What is left; parts that were taken out are inputs from <paramref name="First"/> on.</param>
/// <param name="First">The number of the first of them.</param>
/// <param name="Invariants">What was taken out, in terms of the formula's own inputs.</param>
internal sealed record RowStage(Formula Formula, int First, IReadOnlyList<Formula> Invariants)
{
    /// <summary>Takes out of a formula what depends on no element.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="inputs">How many inputs it may have.</param>
    /// <param name="varies">Whether an input has another value for every element.</param>
    public static RowStage Of(Formula formula, int inputs, Func<int, bool> varies)
    {
        var invariants = new List<Formula>();
        var numbers = new Dictionary<Formula, Formula>();
        var seen = new Dictionary<Formula, Formula>();
        return new RowStage(Rewrite(formula), inputs, invariants);

        Formula Rewrite(Formula part)
        {
            if (part is Constant || (part is Input own && varies(own.Index)))
                return part;
            if (seen.TryGetValue(part, out var known))
                return known;
            if (!part.Inputs.Any(varies))
                return seen[part] = TakeOut(part);

            // Of elements divided by one number, the division is that of 1.
            if (part is Binary { Operator: BinaryOperator.Divide } quotient && !quotient.Right.Inputs.Any(varies))
                return seen[part] = Rewrite(quotient.Left) * (quotient.Right is Constant constant ? 1 / constant.Value : TakeOut(1 / quotient.Right));
            return seen[part] = part.WithOperands(Rewrite);
        }

        Formula TakeOut(Formula part)
        {
            if (!numbers.TryGetValue(part, out var number))
            {
                number = new Input(inputs + invariants.Count);
                numbers.Add(part, number);
                invariants.Add(part);
            }

            return number;
        }
    }
}
