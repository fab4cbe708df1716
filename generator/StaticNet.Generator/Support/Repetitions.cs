namespace StaticNet.Generator.Support;

/// <summary>A piece of a list that repeats.</summary>
/// <param name="Start">Its first item.</param>
/// <param name="Period">Items of one repetition.</param>
/// <param name="Count">How often it is there; 1 for an item that does not repeat.</param>
internal sealed record Repetition(int Start, int Period, int Count)
{
    /// <summary>The items of the first time.</summary>
    public IEnumerable<int> First => Enumerable.Range(Start, Period);
}

/// <summary>
/// Finds what repeats in a list, where items differ from those of one repetition before in nothing but numbers, and these by the same every
/// time: what repeated blocks of a network become in its code.
/// </summary>
internal static class Repetitions
{
    /// <summary>Items of a repetition at the most: calls of one method.</summary>
    private const int LongestPeriod = 128;

    /// <summary>Repetitions from which on a loop is easier to read than what it stands for.</summary>
    public const int Fewest = 4;

    /// <summary>The list, in order: what repeats, and items by themselves.</summary>
    /// <param name="length">Items of the list.</param>
    /// <param name="differences">
    /// By what the numbers of one item differ from those of another; null where they differ in more than numbers. Asked often: the most
    /// telling differences should come first.
    /// </param>
    /// <param name="fewest">How often something is to be there.</param>
    public static IReadOnlyList<Repetition> Find(int length, Func<int, int, long[]?> differences, int fewest = Fewest)
    {
        var found = new List<Repetition>();
        for (var start = 0; start < length;)
        {
            var best = new Repetition(start, 1, 1);
            for (var period = 1; period <= LongestPeriod && start + (period * fewest) <= length; period++)
            {
                var count = Count(start, period);
                if (count >= fewest && (count - 1) * period > (best.Count - 1) * best.Period)
                    best = new Repetition(start, period, count);
            }

            found.Add(best);
            start += best.Period * best.Count;
        }

        return found;

        int Count(int start, int period)
        {
            var steps = new long[period][];
            for (var count = 1; ; count++)
            {
                var last = start + ((count - 1) * period);
                if (last + (2 * period) > length)
                    return count;
                for (var item = 0; item < period; item++)
                {
                    if (differences(last + item, last + period + item) is not { } step || (count > 1 && !step.SequenceEqual(steps[item])))
                        return count;
                    steps[item] = step;
                }
            }
        }
    }
}
