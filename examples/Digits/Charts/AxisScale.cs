namespace Digits.Charts;

/// <summary>The range of an axis and its ticks, at numbers that people like to read.</summary>
internal sealed class AxisScale
{
    private readonly bool logarithmic;

    private AxisScale(double minimum, double maximum, bool logarithmic, double[] ticks)
    {
        Minimum = minimum;
        Maximum = maximum;
        this.logarithmic = logarithmic;
        Ticks = ticks;
    }

    /// <summary>The value where the axis begins.</summary>
    public double Minimum { get; }

    /// <summary>The value where it ends.</summary>
    public double Maximum { get; }

    /// <summary>The values that are marked, in ascending order.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis of equal steps; its ends are ticks where they were not given as <paramref name="exact"/>.</summary>
    /// <param name="minimum">The smallest value to show.</param>
    /// <param name="maximum">The largest value to show.</param>
    /// <param name="tickCount">About how many ticks it should have.</param>
    /// <param name="exact">Whether the axis ends at these very values.</param>
    public static AxisScale Linear(double minimum, double maximum, int tickCount, bool exact = false)
    {
        // Steps of 1, 2 or 5 times a power of ten: the smallest that does not make too many ticks.
        double rough = Math.Max(maximum - minimum, 1e-9) / tickCount;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);

        // The small tolerance keeps a value that is a tick but for rounding from opening another interval.
        double first = exact ? Math.Ceiling(minimum / step - 1e-6) : Math.Floor(minimum / step + 1e-6);
        double last = exact ? Math.Floor(maximum / step + 1e-6) : Math.Ceiling(maximum / step - 1e-6);
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return exact ? new AxisScale(minimum, maximum, false, ticks) : new AxisScale(ticks[0], ticks[^1], false, ticks);
    }

    /// <summary>
    /// An axis on which equal distances are equal ratios, for values above zero. Its ends are ticks: 1, 2 and 5 times the
    /// powers of ten or, where these are too many, the powers alone.
    /// </summary>
    /// <param name="minimum">The smallest value to show.</param>
    /// <param name="maximum">The largest value to show.</param>
    public static AxisScale Logarithmic(double minimum, double maximum)
    {
        // From the last tick below the values to the first above them.
        double[] candidates = Candidates(1, 2, 5);
        if (candidates.Count(tick => tick > minimum && tick < maximum) > 8)
            candidates = Candidates(1);
        double first = candidates.Last(tick => tick <= minimum * 1.000001);
        double last = candidates.First(tick => tick >= maximum * 0.999999);
        return new AxisScale(first, last, true, [.. candidates.Where(tick => tick >= first && tick <= last)]);

        // The multiples of each power of ten about the values, in ascending order.
        double[] Candidates(params int[] multiples)
        {
            int lowest = (int)Math.Floor(Math.Log10(minimum));
            int highest = (int)Math.Ceiling(Math.Log10(maximum));
            IEnumerable<int> powers = Enumerable.Range(lowest, highest - lowest + 1);
            return [.. powers.SelectMany(power => multiples.Select(multiple => multiple * Math.Pow(10, power)))];
        }
    }

    /// <summary>Where a value lies on the axis: 0 at its begin, 1 at its end.</summary>
    public double Fraction(double value) => logarithmic
        ? Math.Log(value / Minimum) / Math.Log(Maximum / Minimum)
        : (value - Minimum) / (Maximum - Minimum);
}
