using System.Globalization;
using System.Text;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Report;

/// <summary>One tier's figures in Markdown: what they were measured on, ours, and those of the peers.</summary>
internal sealed class ReportText
{
    private readonly IReadOnlyList<MeasuredCase> measured;
    private readonly int rounds;
    private readonly MachineDescription machine;
    private readonly DateOnly date;
    private readonly PeerSet peers;
    private readonly StringBuilder text = new();

    public ReportText(IReadOnlyList<MeasuredCase> measured, int rounds, MachineDescription machine, DateOnly date, PeerSet peers)
    {
        this.measured = measured;
        this.rounds = rounds;
        this.machine = machine;
        this.date = date;
        this.peers = peers;
    }

    /// <summary>The text.</summary>
    /// <param name="picture">The file of the roofline, beside the page.</param>
    public string Write(string picture)
    {
        string tier = Tiers.Current.Name();
        text.Append(CultureInfo.InvariantCulture, $"""
            ### {tier}

            Measured on {date:yyyy-MM-dd} on {machine.Processor}, {machine.Cores} cores, {machine.OperatingSystem},
            {machine.Runtime}; medians of {rounds} rounds.

            ![Roofline of {tier}: operations a second over operations a byte]({picture})


            """);
        WriteOurs();
        WritePeers();
        return text.ToString();
    }

    private void WriteOurs()
    {
        text.Append("| case | median | least | GFLOP/s | of the peak | of the bandwidth | allocated | aim |\n");
        text.Append("|---|---|---|---|---|---|---|---|\n");
        foreach ((Case one, SummaryLine line, Traffic? traffic) in measured)
        {
            string rate = line.Flops is { } flops ? SummaryTable.Number(flops / line.MedianUs / 1e3) : "";
            string bandwidth = SummaryTable.Percent(line.BandwidthFraction);
            if (line.Flops is null && traffic is not null)
                bandwidth += FormattableString.Invariant($" ({traffic.Bytes / line.MedianUs / 1e3:0.0} GB/s)");
            Row(
                $"`{line.Case}`", SummaryTable.Time(line.MedianUs), SummaryTable.Time(line.MinUs), rate,
                SummaryTable.Percent(line.PeakFraction), bandwidth,
                line.AllocatedBytes?.ToString(CultureInfo.InvariantCulture) ?? "", Aimed(one.Aim, line));
        }

        text.Append('\n');
    }

    private void WritePeers()
    {
        text.Append("Peers, with their time as a multiple of ours behind it:\n\n");
        foreach (string name in PeerSet.Names)
            text.Append(CultureInfo.InvariantCulture, $"- `{name}`: {peers.Find(name)?.Description ?? "left out"}\n");
        text.Append('\n');
        Row(["case", "StaticNet", .. PeerSet.Names]);
        Row(Enumerable.Repeat("---", PeerSet.Names.Count + 2).ToArray());
        foreach (SummaryLine line in measured.Select(one => one.Line)
            .Where(line => line.Peers.Values.Any(peer => peer.Ratio is not null)))
            Row([$"`{line.Case}`", SummaryTable.Time(line.MedianUs), .. PeerSet.Names.Select(name => Cell(line.Peers[name]))]);
    }

    private static string Cell(PeerResult peer) => peer is { MedianUs: { } time, Ratio: { } ratio }
        ? $"{SummaryTable.Time(time)} ({SummaryTable.Number(ratio)} x)"
        : peer.HasNoSuchOperation ? "-" : peer.Reason!;

    private static string Aimed(Aim? aim, SummaryLine line)
    {
        if (aim?.Microseconds is { } most)
        {
            return $"{SummaryTable.Time(most)} at most"
                + (line.Tier == Tier.Vector512 ? $", {Verdict(line.MedianUs <= most)}" : " with AVX-512");
        }

        return aim?.PeakFraction(line.Tier) is { } least
            ? $"{SummaryTable.Percent(least)} of the peak at least, {Verdict(line.PeakFraction >= least)}"
            : "";
    }

    private static string Verdict(bool isReached) => isReached ? "reached" : "**missed**";

    private void Row(params IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
