using StaticNet.Bench.Machine;

namespace StaticNet.Bench.Cases;

/// <summary>What the machine can do, whatever the program: the bounds of everything else.</summary>
internal static class MachineCases
{
    /// <summary>The most multiply-adds.</summary>
    public const string Peak = "machine/peak";

    /// <summary>Reading what fits into the first-level cache.</summary>
    public const string ReadFirstLevel = "machine/read-16kb";

    /// <summary>Reading what fits into the second-level cache.</summary>
    public const string ReadSecondLevel = "machine/read-256kb";

    /// <summary>Copying what fits into no cache.</summary>
    public const string CopyMemory = "machine/copy-256mb";

    public static IEnumerable<Case> All()
    {
        yield return new Case(Peak, () => Subject.Of(Machine.Peak.Run) with { Flops = Machine.Peak.FlopsARun });
        yield return Move(ReadFirstLevel, 16 << 10, isReading: true);
        yield return Move(ReadSecondLevel, 256 << 10, isReading: true);
        yield return Move("machine/read-256mb", 256 << 20, isReading: true);
        yield return Move("machine/copy-16kb", 16 << 10, isReading: false);
        yield return Move("machine/copy-256kb", 256 << 10, isReading: false);
        yield return Move(CopyMemory, 256 << 20, isReading: false);
    }

    private static Case Move(string name, long bytes, bool isReading) => new(name, () =>
    {
        var probe = new BandwidthProbe(bytes, isReading);
        return Subject.Of(probe.Run) with { Traffic = isReading ? new Traffic(bytes, 0) : new Traffic(bytes / 2, bytes / 2) };
    });
}
