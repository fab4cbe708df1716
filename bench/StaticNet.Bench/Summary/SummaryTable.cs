using System.Globalization;
using StaticNet.Bench.Peers;

namespace StaticNet.Bench.Summary;

/// <summary>The summary for people: a row a case, written as it is measured.</summary>
internal sealed class SummaryTable(TextWriter output)
{
    private const int NameWidth = 32;
    private const int Width = 10;
    private const int PeerWidth = 12;

    /// <summary>Writes what the columns are.</summary>
    public void WriteHead()
    {
        Write("case", ["median", "least", "GFLOP/s", "of peak", "of bandw.", "allocated"], PeerSet.Names);
        output.WriteLine(new string('-', NameWidth + 6 * Width + PeerSet.Names.Count * PeerWidth));
    }

    /// <summary>Writes a case; a peer's column says how many times our time it takes.</summary>
    public void Write(SummaryLine line) => Write(
        line.Case,
        [
            Time(line.MedianUs),
            Time(line.MinUs),
            line.Flops is { } flops ? Number(flops / line.MedianUs / 1e3) : "",
            Percent(line.PeakFraction),
            Percent(line.BandwidthFraction),
            line.AllocatedBytes is { } bytes ? $"{bytes.ToString("N0", CultureInfo.InvariantCulture)} B" : "",
        ],
        PeerSet.Names.Select(name => line.Peers[name].Ratio is { } ratio ? Number(ratio) + " x" : "-"));

    /// <summary>Writes why peers have no figures.</summary>
    public void WriteReasons(IEnumerable<SummaryLine> lines)
    {
        var missing = lines.SelectMany(line => line.Peers)
            .Where(peer => peer.Value is { Reason: not null, HasNoSuchOperation: false })
            .CountBy(peer => $"{peer.Key}: {peer.Value.Reason}");
        foreach ((string reason, int count) in missing)
            output.WriteLine($"{reason} ({count} cases)");
    }

    /// <summary>Microseconds with a unit that suits them.</summary>
    public static string Time(double microseconds) => microseconds switch
    {
        < 1 => Number(microseconds * 1e3) + " ns",
        < 1e3 => Number(microseconds) + " us",
        < 1e6 => Number(microseconds / 1e3) + " ms",
        _ => Number(microseconds / 1e6) + " s",
    };

    /// <summary>A fraction in per cent.</summary>
    public static string Percent(double? fraction) => fraction is { } value ? Number(value * 100) + " %" : "";

    /// <summary>Three digits, or all before the point.</summary>
    public static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.###" }, CultureInfo.InvariantCulture);

    private void Write(string name, IEnumerable<string> cells, IEnumerable<string> peers) =>
        output.WriteLine(name.PadRight(NameWidth) + string.Concat(cells.Select(cell => cell.PadLeft(Width)))
            + string.Concat(peers.Select(cell => cell.PadLeft(PeerWidth))));
}
