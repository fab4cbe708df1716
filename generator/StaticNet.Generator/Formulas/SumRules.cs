namespace StaticNet.Generator.Formulas;

/// <summary>What becomes of a sum or difference whose operands are simplified and not both constant.</summary>
internal static class SumRules
{
    public static Formula? RewriteAdd(Formula left, Formula right)
    {
        if (left is Constant)
            return right + left;
        if (right is Constant { Value: 0 })
            return left;

        return JoinedConstants(left, right, 1)
            ?? (Signs.WithoutLeadingMinus(right) is { } subtrahend ? left - subtrahend : null)
            ?? (Signs.WithoutLeadingMinus(left) is { } taken ? right - taken : null)
            ?? LikeTerms(left, right, 1);
    }

    public static Formula? RewriteSubtract(Formula left, Formula right)
    {
        if (right is Constant { Value: 0 })
            return left;
        if (left is Constant { Value: 0 })
            return -right;

        return JoinedConstants(left, right, -1)
            ?? (Signs.WithoutLeadingMinus(right) is { } addend ? left + addend : null)
            ?? FromNegative(left, right)
            ?? LikeTerms(left, right, -1);
    }

    /// <summary>-a - b: the sign moves outwards, except where a constant can take it.</summary>
    private static Formula? FromNegative(Formula left, Formula right) => (left, right) switch
    {
        (Unary { Operator: UnaryOperator.Negate } negation, Constant constant) => -constant.Value - negation.Operand,
        (Unary { Operator: UnaryOperator.Negate } negation, _) => -(negation.Operand + right),
        _ => null,
    };

    /// <summary>(x + 1) - (2 - y) is (x + y) - 1: both sides have a constant, and afterwards there is one.</summary>
    private static Formula? JoinedConstants(Formula left, Formula right, int sign)
    {
        if (Offset.Of(left) is not { } first || Offset.Of(right) is not { } second)
            return null;

        var offset = first.Constant + (sign * second.Constant);
        if (offset != 0 && !Factors.IsOrdinary(offset))
            return null;

        return SignedSum(first.Term, first.Sign, second.Term, sign * second.Sign) + offset;
    }

    private static Formula SignedSum(Formula? left, int leftSign, Formula? right, int rightSign) =>
        (left, right) switch
        {
            (null, _) => rightSign > 0 ? right! : -right!,
            (_, null) => leftSign > 0 ? left : -left,
            _ => (leftSign, rightSign) switch
            {
                (> 0, > 0) => left + right,
                (> 0, _) => left - right,
                (_, > 0) => right - left,
                _ => -(left + right),
            },
        };

    /// <summary>
    /// 2 * x + x is 3 * x. Not where the coefficients cancel: x - x is NaN for an infinite x, and that has to show.
    /// </summary>
    private static Formula? LikeTerms(Formula left, Formula right, int sign)
    {
        var first = Factors.Of(left);
        var second = Factors.Of(right);
        if (first.Rest is null || second.Rest is null || !first.Rest.Equals(second.Rest))
            return null;

        return new Factors(first.Coefficient + (sign * second.Coefficient), first.Rest).ToFormula();
    }

    /// <summary>A sum as ±term + constant; the term is null for a mere constant.</summary>
    private readonly record struct Offset(Formula? Term, int Sign, double Constant)
    {
        public static Offset? Of(Formula formula) => formula switch
        {
            Constant constant => new(null, 1, constant.Value),
            Binary { Operator: BinaryOperator.Add, Right: Constant constant } sum => new(sum.Left, 1, constant.Value),
            Binary { Operator: BinaryOperator.Subtract, Right: Constant constant } difference =>
                new(difference.Left, 1, -constant.Value),
            Binary { Operator: BinaryOperator.Subtract, Left: Constant constant } difference =>
                new(difference.Right, -1, constant.Value),
            _ => null,
        };
    }
}
