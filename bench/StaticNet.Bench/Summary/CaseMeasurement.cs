using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Measuring;
using StaticNet.Bench.Peers;

namespace StaticNet.Bench.Summary;

/// <summary>A case with what was measured.</summary>
/// <param name="Case">The case.</param>
/// <param name="Line">Its line.</param>
/// <param name="Traffic">What a run moves at least, if that is known.</param>
internal sealed record MeasuredCase(Case Case, SummaryLine Line, Traffic? Traffic);

/// <summary>Measures a case: the peak, the bandwidth, ours and every peer's in turn, round after round.</summary>
internal sealed class CaseMeasurement
{
    /// <summary>The name under which the same work on one thread stands beside the peers.</summary>
    public const string OneThread = "one-thread";

    /// <summary>
    /// How many times as many rounds several threads get: their time is that of the slowest, so whatever takes a part of either core
    /// counts, such as another guest of the machine, and does so for a second or two. The rounds of one thread would pass within one.
    /// </summary>
    private const int RoundsOfThreads = 8;

    private readonly int rounds;
    private readonly PeerSet peers;
    private readonly Contender peak = Contender.Managed(Peak.Run);

    /// <summary>Measures with some peers.</summary>
    /// <param name="rounds">How often each is sampled.</param>
    /// <param name="peers">The peers.</param>
    public CaseMeasurement(int rounds, PeerSet peers)
    {
        this.rounds = rounds;
        this.peers = peers;
    }

    /// <summary>Measures a case.</summary>
    /// <exception cref="DisagreementException">A peer computes something else than we do.</exception>
    public MeasuredCase Measure(Case one)
    {
        Subject subject = one.Prepare();
        BandwidthProbe? probe = subject.Traffic is { } moved ? new BandwidthProbe(moved.Bytes, moved.IsReading) : null;
        var contenders = new Dictionary<string, Contender>();
        var results = new Dictionary<string, PeerResult>();
        try
        {
            foreach (string name in PeerSet.Names)
                Prepare(name, subject.Work, contenders, results);
            if (subject.OneThread is { } single)
                contenders[OneThread] = Contender.Managed(single);
            var samples = new Queue<double[]>(Rounds.Take(
                [
                    peak,
                    subject.Ours,
                    .. contenders.Values,
                    .. probe is null ? Array.Empty<Contender>() : [Contender.Managed(probe.Run)],
                ],
                subject.OneThread is null ? rounds : rounds * RoundsOfThreads));
            double[] most = samples.Dequeue(), ours = samples.Dequeue();
            foreach (string name in contenders.Keys)
            {
                double[] theirs = samples.Dequeue();
                results[name] = PeerResult.Measured(Rounds.Median(theirs), Median(theirs, ours, (their, our) => their / our));
            }

            var line = new SummaryLine
            {
                Case = one.Name,
                Tier = Tiers.Current,
                MedianUs = Rounds.Median(ours),
                MinUs = ours.Min(),
                Flops = subject.Flops,
                PeakFraction = subject.Flops is { } flops
                    ? Median(ours, most, (us, peakUs) => flops / us / (Peak.FlopsARun / peakUs))
                    : null,
                BandwidthFraction = probe is not null
                    ? Median(ours, samples.Dequeue(), (us, probeUs) => subject.Traffic!.Bytes / us / (probe.BytesARun / probeUs))
                    : null,
                AllocatedBytes = subject.Run is { } run ? Allocation.BytesARun(run, subject.Ours.Runs) : null,
                Peers = PeerSet.Names.Union(results.Keys).ToDictionary(name => name, name => results[name]),
            };
            return new MeasuredCase(one, line, subject.Traffic);
        }
        finally
        {
            foreach (Contender contender in contenders.Values)
                contender.Dispose();
        }
    }

    private static double Median(double[] first, double[] second, Func<double, double, double> compare) =>
        Rounds.Median(first.Zip(second, compare));

    private void Prepare(
        string name, Work? work, Dictionary<string, Contender> contenders, Dictionary<string, PeerResult> results)
    {
        try
        {
            if (peers.Find(name) is not { } peer)
                results[name] = PeerResult.None("left out by --peers");
            else
                contenders[name] = peer.Prepare(work ?? throw PeerException.NoSuchOperation);
        }
        catch (PeerException reason)
        {
            results[name] = PeerResult.None(reason.Message);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or DllNotFoundException)
        {
            results[name] = PeerResult.None($"failed: {failure.Message}");
        }
        catch (DisagreementException disagreement)
        {
            throw new DisagreementException($"{name} {disagreement.Message}");
        }
    }
}
