namespace StaticNet.Bench.Report;

/// <summary>An axis on which equal factors are equally far apart.</summary>
/// <param name="Minimum">The value where it begins.</param>
/// <param name="Maximum">The value where it ends.</param>
/// <param name="Start">The pixel where it begins.</param>
/// <param name="End">The pixel where it ends.</param>
internal sealed record LogarithmicAxis(double Minimum, double Maximum, double Start, double End)
{
    // A value that is a tick but for rounding is one.
    private const double Tolerance = 1 + 1e-9;
    private static readonly double[] Steps = [1, 2, 5];

    /// <summary>The numbers of 1, 2 or 5 times a power of ten on it, in ascending order.</summary>
    public IEnumerable<double> Ticks => Between(Minimum / Tolerance, Maximum * Tolerance);

    /// <summary>The axis that holds all values, and begins and ends at ticks.</summary>
    public static LogarithmicAxis Around(IReadOnlyCollection<double> values, double start, double end) => new(
        Between(values.Min() / 10, values.Min() * Tolerance).Last(),
        Between(values.Max() / Tolerance, values.Max() * 10).First(),
        start,
        end);

    /// <summary>The pixel of a value.</summary>
    public double Position(double value) =>
        Start + (End - Start) * Math.Log(value / Minimum) / Math.Log(Maximum / Minimum);

    private static IEnumerable<double> Between(double minimum, double maximum)
    {
        int first = (int)Math.Floor(Math.Log10(minimum)), last = (int)Math.Floor(Math.Log10(maximum));
        return Enumerable.Range(first, last - first + 1)
            .SelectMany(power => Steps.Select(step => step * Math.Pow(10, power)))
            .Where(tick => tick >= minimum && tick <= maximum);
    }
}
