namespace StaticNet.Bench.Peers;

/// <summary>A time is worth nothing if something else was computed.</summary>
internal static class Agreement
{
    /// <summary>The largest difference, as a fraction of the largest value: sums are rounded in other orders.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Compares results.</summary>
    /// <exception cref="DisagreementException">They differ.</exception>
    public static void Check(string what, ReadOnlySpan<float> theirs, ReadOnlySpan<float> ours)
    {
        if (theirs.Length != ours.Length)
            throw new DisagreementException($"computes something else: {theirs.Length} {what} instead of {ours.Length}");
        double largest = 0, difference = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(ours[i]));
            difference = Math.Max(difference, Math.Abs(theirs[i] - ours[i]));
        }

        // Written so that NaN fails.
        if (!(difference <= Tolerance * largest))
            throw new DisagreementException(FormattableString.Invariant(
                $"computes something else: {what} differ by up to {difference:G3}, the largest being {largest:G3}"));
    }
}

/// <summary>A peer and we compute different things: a mistake of this program, or of one of the two.</summary>
internal sealed class DisagreementException(string message) : Exception(message);
