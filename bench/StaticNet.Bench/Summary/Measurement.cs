using System.Diagnostics;

namespace StaticNet.Bench.Summary;

/// <summary>What running a case took.</summary>
/// <param name="MedianMicroseconds">The median of all samples, a run.</param>
/// <param name="MinimumMicroseconds">The shortest sample, a run.</param>
/// <param name="AllocatedBytes">Managed memory a run, on this thread.</param>
internal sealed record Measurement(double MedianMicroseconds, double MinimumMicroseconds, long AllocatedBytes)
{
    private const double SampleSeconds = 0.02;
    private const double CaseSeconds = 2;
    private const int FewestSamples = 3;
    private const int MostSamples = 101;

    /// <summary>
    /// Measures a case: warms it up until the runtime has compiled it for the last time, then takes samples of some twenty
    /// milliseconds (or of one run, where that takes longer) for two seconds, at least three.
    /// </summary>
    public static Measurement Of(Case subject)
    {
        int runs = Calibrate(subject);
        var samples = new List<double>();
        long end = Stopwatch.GetTimestamp() + (long)(CaseSeconds * Stopwatch.Frequency);
        while (samples.Count < FewestSamples || (samples.Count < MostSamples && Stopwatch.GetTimestamp() < end))
            samples.Add(Seconds(subject, runs) * 1e6 / runs);

        long before = GC.GetAllocatedBytesForCurrentThread();
        subject.Run(runs);
        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / runs;

        samples.Sort();
        return new Measurement(samples[samples.Count / 2], samples[0], allocated);
    }

    /// <summary>Doubles the runs until they fill a sample. Tiered compilation is through when half a second of them is.</summary>
    private static int Calibrate(Case subject)
    {
        int runs = 1;
        double spent = 0;
        while (true)
        {
            double seconds = Seconds(subject, runs);
            spent += seconds;
            if (seconds < SampleSeconds)
                runs *= 2;
            else if (spent > 0.5)
                return runs;
        }
    }

    private static double Seconds(Case subject, int runs)
    {
        long start = Stopwatch.GetTimestamp();
        subject.Run(runs);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
