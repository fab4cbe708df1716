namespace StaticNet.Generator.Formulas;

/// <summary>Walking a formula, and rebuilding one around changed parts.</summary>
internal static class Subexpressions
{
    /// <summary>
    /// Every distinct subexpression of the formulas, the formulas included: operands before what uses them. The operands
    /// of each are themselves, as objects, in the list.
    /// </summary>
    public static IReadOnlyList<Formula> Of(IEnumerable<Formula> formulas)
    {
        var shared = new SharedFormulas();
        var seen = new HashSet<Formula>(SharedFormulas.ReferenceComparer);
        var order = new List<Formula>();
        foreach (var formula in formulas)
            Visit(shared.Share(formula));
        return order;

        void Visit(Formula formula)
        {
            if (!seen.Add(formula))
                return;

            foreach (var operand in formula.Operands())
                Visit(operand);
            order.Add(formula);
        }
    }

    /// <summary>What a formula is made of, in reading order.</summary>
    public static IReadOnlyList<Formula> Operands(this Formula formula) => formula switch
    {
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Select select => [select.Left, select.Right, select.WhenTrue, select.WhenFalse],
        _ => [],
    };

    /// <summary>The same operation on other operands; the formula itself where they are the ones it has.</summary>
    public static Formula WithOperands(this Formula formula, Func<Formula, Formula> replace)
    {
        switch (formula)
        {
            case Unary unary:
                var operand = replace(unary.Operand);
                return ReferenceEquals(operand, unary.Operand) ? unary : new Unary(unary.Operator, operand);

            case Binary binary:
                var left = replace(binary.Left);
                var right = replace(binary.Right);
                return ReferenceEquals(left, binary.Left) && ReferenceEquals(right, binary.Right)
                    ? binary
                    : new Binary(binary.Operator, left, right);

            case Select select:
                var first = replace(select.Left);
                var second = replace(select.Right);
                var whenTrue = replace(select.WhenTrue);
                var whenFalse = replace(select.WhenFalse);
                return ReferenceEquals(first, select.Left) && ReferenceEquals(second, select.Right)
                    && ReferenceEquals(whenTrue, select.WhenTrue) && ReferenceEquals(whenFalse, select.WhenFalse)
                    ? select
                    : new Select(select.Comparison, first, second, whenTrue, whenFalse);

            default:
                return formula;
        }
    }
}
