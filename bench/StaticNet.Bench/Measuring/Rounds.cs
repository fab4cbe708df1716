using System.Diagnostics;

namespace StaticNet.Bench.Measuring;

/// <summary>
/// Takes samples of several contenders in turn, A B C A B C, so that whatever slows the machine down for longer than a sample
/// slows all of them, and what is compared is compared within a round.
/// </summary>
internal static class Rounds
{
    private const int Fewest = 3;
    private const double MostSeconds = 15;

    /// <summary>Warms all of them up, then takes their samples.</summary>
    /// <param name="contenders">The contenders.</param>
    /// <param name="count">How many rounds; fewer, but at least three, where they would take over a quarter of a minute.</param>
    /// <returns>For each contender its samples, a round each, in microseconds a run.</returns>
    public static double[][] Take(IReadOnlyList<Contender> contenders, int count)
    {
        foreach (Contender contender in contenders)
            contender.WarmUp();
        var rounds = new List<double[]>();
        long start = Stopwatch.GetTimestamp();
        while (rounds.Count < count && (rounds.Count < Fewest || Stopwatch.GetElapsedTime(start).TotalSeconds < MostSeconds))
            rounds.Add([.. contenders.Select(contender => contender.Sample())]);
        return [.. contenders.Select((_, i) => rounds.Select(round => round[i]).ToArray())];
    }

    /// <summary>The value in the middle, or the mean of the two there.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
