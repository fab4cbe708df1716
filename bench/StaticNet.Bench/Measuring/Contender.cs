using System.Diagnostics;
using System.Runtime;

namespace StaticNet.Bench.Measuring;

/// <summary>Something whose time is taken in turn with that of others.</summary>
internal sealed class Contender : IDisposable
{
    private const double SampleSeconds = 0.005;

    /// <summary>How often the time without a new compilation may begin again, for code that is never through.</summary>
    private const int MostWarmUps = 30;

    private readonly Func<int, double> seconds;
    private readonly IDisposable? owned;
    private readonly double warmUpSeconds;
    private readonly bool isRepeated;
    private bool isWarm;

    private Contender(Func<int, double> seconds, double warmUpSeconds, bool isRepeated, IDisposable? owned)
    {
        this.seconds = seconds;
        this.warmUpSeconds = warmUpSeconds;
        this.isRepeated = isRepeated;
        this.owned = owned;
    }

    /// <summary>How many runs make a sample; known after <see cref="WarmUp"/>.</summary>
    public int Runs { get; private set; } = 1;

    /// <summary>Code of this process, which the runtime compiles better after it was run for a while.</summary>
    /// <param name="run">Does it as often as it is told.</param>
    /// <param name="warmUpSeconds">
    /// For how long it runs without the runtime compiling a method: code is replaced, twice at the most, some time after it was
    /// run often, and with it what it calls.
    /// </param>
    public static Contender Managed(Action<int> run, double warmUpSeconds = 0.4) => Timed(
        runs =>
        {
            long start = Stopwatch.GetTimestamp();
            run(runs);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        },
        warmUpSeconds);

    /// <summary>The same, for code that says itself how long it took.</summary>
    /// <param name="seconds">Does it as often as it is told and says how long it took.</param>
    /// <param name="warmUpSeconds">For how long it runs without the runtime compiling a method.</param>
    public static Contender Timed(Func<int, double> seconds, double warmUpSeconds) =>
        new(seconds, warmUpSeconds, isRepeated: true, owned: null);

    /// <summary>Code that is compiled already.</summary>
    /// <param name="seconds">Does it as often as it is told and says how long it took.</param>
    /// <param name="owned">What to dispose of in the end.</param>
    public static Contender Native(Func<int, double> seconds, IDisposable? owned = null) =>
        new(seconds, warmUpSeconds: 0.1, isRepeated: true, owned);

    /// <summary>Something that happens once in the life of a process.</summary>
    /// <param name="seconds">Lets it happen in a fresh process and says how long it took.</param>
    public static Contender Once(Func<double> seconds) => new(_ => seconds(), warmUpSeconds: 0, isRepeated: false, owned: null);

    /// <summary>
    /// Runs it until nothing gets faster by itself any more, and finds out how many runs fill a sample: five milliseconds.
    /// Reading the clock costs nothing against that, nor does filling the caches again after another contender's turn; and
    /// where other processes share the machine, many samples fit between two of their time slices.
    /// </summary>
    public void WarmUp()
    {
        double spent = 0, sinceCompiled = 0;
        long compiled = 0;
        while (isRepeated && !isWarm)
        {
            double taken = seconds(Runs);
            spent += taken;
            sinceCompiled += taken;
            if (JitInfo.GetCompiledMethodCount() != compiled)
                (compiled, sinceCompiled) = (JitInfo.GetCompiledMethodCount(), 0);
            if (taken < SampleSeconds)
                Runs = checked(Runs * (taken < SampleSeconds / 4 ? 4 : 2));
            else
                isWarm = sinceCompiled >= warmUpSeconds || spent >= MostWarmUps * warmUpSeconds;
        }
    }

    /// <summary>
    /// Takes a sample, after a run that does not count where a run is short: it brings back into the caches what the turns of
    /// others drove out.
    /// </summary>
    /// <returns>Microseconds a run.</returns>
    public double Sample()
    {
        if (Runs > 1)
            seconds(1);
        return seconds(Runs) * 1e6 / Runs;
    }

    public void Dispose() => owned?.Dispose();
}
