using StaticNet.Bench.Cases;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Report;

namespace StaticNet.Bench.Summary;

/// <summary>What a summary is to do.</summary>
/// <param name="Filters">Which cases; none: all.</param>
/// <param name="Rounds">How often each is sampled.</param>
/// <param name="Peers">Which peers.</param>
/// <param name="JsonFile">Where lines of JSON go, beside the standard output; <c>-</c> is that.</param>
/// <param name="WritesReport">Whether the documentation is to be written.</param>
internal sealed record SummaryOptions(
    IReadOnlyList<string> Filters, int Rounds, IReadOnlyList<string> Peers, string? JsonFile, bool WritesReport);

/// <summary>Measures one case after the other.</summary>
internal static class SummaryRun
{
    private const string StandardOutput = "-";

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 if all was measured, 1 if a peer computed something else, 2 if no case fits.</returns>
    public static int Run(SummaryOptions options)
    {
        IReadOnlyList<Case> cases = CaseList.Matching(options.Filters);
        if (cases.Count == 0)
        {
            string names = string.Join(", ", CaseList.All.Select(one => one.Name));
            Console.Error.WriteLine($"--filter: no case fits; there are {names}.");
            return 2;
        }

        bool printsLines = Console.IsOutputRedirected || options.JsonFile == StandardOutput;
        using StreamWriter? file = options.JsonFile is { } path and not StandardOutput
            ? new StreamWriter(path) { AutoFlush = true }
            : null;
        SummaryTable? table = !printsLines ? new SummaryTable(Console.Out)
            : !Console.IsErrorRedirected ? new SummaryTable(Console.Error)
            : null;

        using var peers = new PeerSet(options.Peers);
        var measurement = new CaseMeasurement(options.Rounds, peers);
        var measured = new List<MeasuredCase>();
        bool agrees = true;
        table?.WriteHead();
        foreach (Case one in cases)
        {
            try
            {
                MeasuredCase result = measurement.Measure(one);
                measured.Add(result);
                string line = result.Line.ToJson();
                file?.WriteLine(line);
                if (printsLines)
                    Console.Out.WriteLine(line);
                table?.Write(result.Line);
            }
            catch (DisagreementException disagreement)
            {
                agrees = false;
                Console.Error.WriteLine($"{one.Name}: {disagreement.Message}.");
            }
        }

        table?.WriteReasons(measured.Select(result => result.Line));
        if (options.WritesReport && agrees)
            ReportFiles.Write(measured, options.Rounds, peers);
        return agrees ? 0 : 1;
    }
}
