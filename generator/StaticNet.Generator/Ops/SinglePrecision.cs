namespace StaticNet.Generator.Ops;

/// <summary>
/// Attributes take doubles, and networks compute in single precision: what a number becomes there is what counts. It must be
/// finite, and no zero that was not written. Subnormal numbers are rounded as all others are, only more.
/// </summary>
internal static class SinglePrecision
{
    /// <summary>
    /// Random values are some units of their scale: of 2^32 normal numbers, the largest is below 7. The margin keeps the factor of
    /// an initialiser finite as well, which is at most the square root of 6.
    /// </summary>
    private const double LargestSpread = float.MaxValue / 32;

    /// <summary>The number, if single precision can hold it.</summary>
    public static double? Check(LayerContext layer, string argument, double value, double fallback)
    {
        var rounded = (float)value;
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            layer.OutOfRange(argument, Text(value), "a finite number", Text(fallback), ", or another finite number");
            return null;
        }

        if (float.IsInfinity(rounded))
        {
            layer.OutOfRange(argument, Text(value), "within single precision, whose largest number is 3.4028235E+38", Text(fallback),
                $", or any other number of at most {Text(float.MaxValue)}");
            return null;
        }

        if (rounded == 0 && value != 0)
        {
            layer.OutOfRange(argument, Text(value), "0 or at least 1.4E-45 in absolute value, as it would become 0 in single precision", "0",
                " if 0 is meant, or a number of at least 1.4E-45");
            return null;
        }

        return value;
    }

    /// <summary>The scale of random numbers, if none of them can be infinite.</summary>
    public static double? CheckSpread(LayerContext layer, string argument, double? scale)
    {
        if (scale is null || Math.Abs(scale.Value) <= LargestSpread)
            return scale;
        layer.OutOfRange(argument, Text(scale.Value), $"at most {Text(LargestSpread)} in absolute value, for the values drawn with it to be finite", "1",
            $", or another number of at most {Text(LargestSpread)}");
        return null;
    }

    /// <summary>The number in messages.</summary>
    public static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
