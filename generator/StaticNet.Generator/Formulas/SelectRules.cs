namespace StaticNet.Generator.Formulas;

/// <summary>What becomes of a select, maximum or minimum whose operands are simplified.</summary>
internal static class SelectRules
{
    /// <summary>The four ways in which two numbers compare, one bit each; a comparison is the set in which it holds.</summary>
    [Flags]
    private enum Order
    {
        Below = 1,
        Same = 2,
        Above = 4,
        Unordered = 8,
        Any = Below | Same | Above | Unordered,
    }

    public static Formula? Rewrite(Select select)
    {
        if (select.WhenTrue.Equals(select.WhenFalse))
            return select.WhenTrue;
        if (select is { Left: Constant left, Right: Constant right })
            return select.Comparison.Holds(left.Value, right.Value) ? select.WhenTrue : select.WhenFalse;

        // Nothing is below or above itself; x == x tells NaN from the rest and stays.
        if (select.Comparison is Comparison.Less or Comparison.Greater && select.Left.Equals(select.Right))
            return select.WhenFalse;
        if (select.Left is Constant)
            return new Select(Mirrored(select.Comparison), select.Right, select.Left, select.WhenTrue, select.WhenFalse);

        var whenTrue = Known(select, Orders(select.Comparison), select.WhenTrue);
        var whenFalse = Known(select, Order.Any & ~Orders(select.Comparison), select.WhenFalse);
        return whenTrue is null && whenFalse is null
            ? null
            : new Select(select.Comparison, select.Left, select.Right,
                whenTrue ?? select.WhenTrue, whenFalse ?? select.WhenFalse);
    }

    /// <summary>
    /// A constant is the second operand (differentiation relies on it: a tie follows the second), and constants meet.
    /// </summary>
    public static Formula? RewriteExtremum(Binary formula) => formula switch
    {
        { Left: Constant } => new Binary(formula.Operator, formula.Right, formula.Left),
        { Right: Constant outer, Left: Binary { Right: Constant inner } nested } when nested.Operator == formula.Operator =>
            new Binary(formula.Operator, nested.Left, formula.Operator.Apply(inner.Value, outer.Value)),
        _ when formula.Left.Equals(formula.Right) => formula.Left,
        _ => null,
    };

    /// <summary>
    /// The branch that an inner select takes, when the outer one has compared the same two numbers and its outcome
    /// decides: x > 0 ? (x > 0 ? a : b) : c.
    /// </summary>
    private static Formula? Known(Select outer, Order possible, Formula branch)
    {
        if (branch is not Select inner || !inner.Left.Equals(outer.Left) || !inner.Right.Equals(outer.Right))
            return null;

        var holds = Orders(inner.Comparison);
        return (possible & ~holds) == 0 ? inner.WhenTrue
            : (possible & holds) == 0 ? inner.WhenFalse
            : null;
    }

    private static Order Orders(Comparison comparison) => comparison switch
    {
        Comparison.Less => Order.Below,
        Comparison.LessOrEqual => Order.Below | Order.Same,
        Comparison.Greater => Order.Above,
        Comparison.GreaterOrEqual => Order.Above | Order.Same,
        _ => Order.Same,
    };

    private static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => Comparison.Equal,
    };
}
