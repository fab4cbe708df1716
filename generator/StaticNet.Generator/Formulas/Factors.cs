namespace StaticNet.Generator.Formulas;

/// <summary>A product taken apart into its constant and the rest; the rest is null for a mere constant.</summary>
internal readonly record struct Factors(double Coefficient, Formula? Rest)
{
    private const double SmallestNormal = 1.17549435e-38;

    /// <summary>
    /// How many products deep to look. Squaring n times is a product of 2^n factors, and only constants near the root are
    /// likely to meet anything.
    /// </summary>
    private const int Reach = 10;

    /// <summary>Whether there is a constant in it that could join with another.</summary>
    public bool HasCoefficient => Coefficient != 1;

    public static Factors Of(Formula formula) => Of(formula, Reach);

    /// <summary>
    /// The product written out again, the constant first: null where it is no ordinary single-precision number and
    /// multiplying by it would lose what the parts still had.
    /// </summary>
    public Formula? ToFormula()
    {
        if (!IsOrdinary(Coefficient))
            return null;

        return Rest switch
        {
            null => Coefficient,
            Binary { Operator: BinaryOperator.Divide, Left: Constant { Value: 1 } } reciprocal =>
                Coefficient / reciprocal.Right,
            _ => Coefficient * Rest,
        };
    }

    public static Formula? Product(Formula? first, Formula? second) =>
        first is null ? second : second is null ? first : first * second;

    public static Formula? Quotient(Formula? dividend, Formula? divisor) =>
        divisor is null ? dividend : (dividend ?? 1) / divisor;

    public static bool IsOrdinary(double value) => Math.Abs(value) is >= SmallestNormal and <= float.MaxValue;

    /// <summary>Dividing by a power of two and multiplying by its reciprocal round alike.</summary>
    public static bool HasExactReciprocal(double value) =>
        (BitConverter.DoubleToInt64Bits(value) & 0xF_FFFF_FFFF_FFFF) == 0 && IsOrdinary(value) && IsOrdinary(1 / value);

    private static Factors Of(Formula formula, int reach)
    {
        switch (formula)
        {
            case Constant constant:
                return new(constant.Value, null);

            case not null when reach == 0:
                return new(1, formula);

            case Binary { Operator: BinaryOperator.Multiply } product:
                var first = Of(product.Left, reach - 1);
                var second = Of(product.Right, reach - 1);
                return first.HasCoefficient || second.HasCoefficient
                    ? new(first.Coefficient * second.Coefficient, Product(first.Rest, second.Rest))
                    : new(1, formula);

            case Binary { Operator: BinaryOperator.Divide } quotient:
                var dividend = Of(quotient.Left, reach - 1);
                var divisor = Of(quotient.Right, reach - 1);
                return dividend.HasCoefficient || divisor.HasCoefficient
                    ? new(dividend.Coefficient / divisor.Coefficient, Quotient(dividend.Rest, divisor.Rest))
                    : new(1, formula);

            default:
                return new(1, formula);
        }
    }
}
