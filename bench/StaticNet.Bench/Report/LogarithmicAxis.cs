namespace StaticNet.Bench.Report;

/// <summary>An axis on which equal factors are equally far apart.</summary>
/// <param name="Minimum">The value where it begins, a power of ten.</param>
/// <param name="Maximum">The value where it ends, a power of ten.</param>
/// <param name="Start">The pixel where it begins.</param>
/// <param name="End">The pixel where it ends.</param>
internal sealed record LogarithmicAxis(double Minimum, double Maximum, double Start, double End)
{
    /// <summary>The powers of ten on it.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            int first = (int)Math.Round(Math.Log10(Minimum)), last = (int)Math.Round(Math.Log10(Maximum));
            return Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power));
        }
    }

    /// <summary>The axis that holds all values, from a power of ten to another.</summary>
    public static LogarithmicAxis Around(IReadOnlyCollection<double> values, double start, double end) => new(
        Math.Pow(10, Math.Floor(Math.Log10(values.Min()))), Math.Pow(10, Math.Ceiling(Math.Log10(values.Max()))), start, end);

    /// <summary>The pixel of a value.</summary>
    public double Position(double value) =>
        Start + (End - Start) * Math.Log(value / Minimum) / Math.Log(Maximum / Minimum);
}
