namespace StaticNet.Generator.Formulas;

/// <summary>Powers with constant exponents.</summary>
internal static class Powers
{
    private const int MostProducts = 64;

    /// <summary>
    /// x^exponent: products and square roots for multiples of a quarter, which lose no more than these; exp(exponent log(x)) for all others,
    /// which is defined above 0.
    /// </summary>
    public static Formula Of(Formula x, double exponent)
    {
        var quarters = Math.Abs(exponent) * 4;
        if (quarters != Math.Floor(quarters) || quarters > 4 * MostProducts)
            return Formula.Exp(exponent * Formula.Log(x));
        Formula? product = null;
        var root = Formula.Sqrt(x);
        var rest = (int)quarters;
        if (rest % 2 == 1)
            Take(Formula.Sqrt(root));
        if (rest / 2 % 2 == 1)
            Take(root);
        var square = x;
        for (var whole = rest / 4; whole > 0; whole /= 2)
        {
            if (whole % 2 == 1)
                Take(square);
            square *= square;
        }

        return exponent == 0 ? 1 : exponent > 0 ? product! : 1 / product!;

        void Take(Formula factor) => product = product is null ? factor : product * factor;
    }
}
