using StaticNet.Bench.Machine;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Report;

/// <summary>Writes what was measured in one tier into the documentation: its part of the page, and its picture.</summary>
internal static class ReportFiles
{
    private static readonly string Folder = Path.Combine(Installation.RepositoryRoot, "docs");

    /// <summary>Writes them and says so.</summary>
    public static void Write(IReadOnlyList<MeasuredCase> measured, int rounds, PeerSet peers)
    {
        string tier = Tiers.Current.Name();
        string page = Path.Combine(Folder, "benchmarks.md");
        string picture = Path.Combine(Folder, $"roofline-{tier}.svg");
        var report = new ReportText(measured, rounds, MachineDescription.Current, DateOnly.FromDateTime(DateTime.UtcNow), peers);
        string changed = ReportPage.Replace(File.ReadAllText(page), tier, report.Write(Path.GetFileName(picture)));
        File.WriteAllText(picture, new Roofline(measured, MachineDescription.Current).Draw());
        File.WriteAllText(page, changed);
        Console.Error.WriteLine($"Wrote {page} and {picture}.");
    }
}
