namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Collects the values of a run that differ from the reference by more than the numeric contract allows.</summary>
internal sealed class Deviations
{
    /// <summary>The largest error, as a part of the largest reference value.</summary>
    public const double Tolerance = 1e-5;

    private readonly List<string> found = [];

    /// <summary>The largest error that is allowed: that of the contract unless a test asks for less.</summary>
    public double Allowed { get; init; } = Tolerance;

    /// <summary>The largest error of all values compared so far, relative to each value's own size.</summary>
    public double Worst { get; private set; }

    /// <summary>
    /// What rounding leaves of a value that is zero in truth, as a part of the values that cancelled: the gradient of a
    /// constant that softmax subtracts again, for instance.
    /// </summary>
    private const double Cancelled = 1e-13;

    /// <summary>
    /// The error of a sum as a part of the magnitudes of its terms, where these cancel: eight units of roundoff, for the terms' own
    /// rounding and for additions, whatever their number. A sum of terms of one sign is held to <see cref="Tolerance"/> as ever, as this
    /// is a twentieth of it.
    /// </summary>
    public const double BackwardError = 8.0 / (1 << 24);

    /// <param name="what">The value's name.</param>
    /// <param name="actual">What the network computed.</param>
    /// <param name="expected">What the interpreter did.</param>
    /// <param name="neighbours">
    /// The largest number of the values that it was computed with; what is zero beside it is held to its size instead.
    /// </param>
    /// <param name="magnitudes">Of each sum, that of its terms without their signs; null for values that are no sums.</param>
    public void Compare(string what, ReadOnlySpan<float> actual, double[] expected, double neighbours = 0, double[]? magnitudes = null)
    {
        if (actual.Length != expected.Length)
        {
            found.Add($"{what} has {actual.Length} elements, not {expected.Length}");
            return;
        }

        var (largest, worst, at) = (0.0, 0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            var error = Math.Abs(actual[i] - expected[i]);
            if (magnitudes is not null && error <= BackwardError * magnitudes[i])
                continue;
            if (!(error <= worst))
                (worst, at) = (double.IsNaN(error) ? double.PositiveInfinity : error, i);
        }

        if (largest < Cancelled * neighbours)
            largest = neighbours;
        var relative = worst == 0 ? 0 : worst / largest;
        Worst = Math.Max(Worst, relative);
        if (!(relative <= Allowed))
            found.Add(FormattableString.Invariant(
                $"{what}[{at}] is {actual[at]:R}, not {expected[at]:R}: {relative:0.0e+0} of the largest ({largest:R})"));
    }

    /// <summary>Fails with all that differs.</summary>
    public void ShouldBeNone(string where) => found.ShouldBeEmpty($"{where}:\n  {string.Join("\n  ", found)}\n");
}
