using System.Xml.Linq;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Report;
using StaticNet.Bench.Summary;
using Case = StaticNet.Bench.Cases.Case;

namespace StaticNet.Bench.Tests;

/// <summary>What <c>summary --report</c> writes.</summary>
public sealed class ReportTests
{
    private static readonly MachineDescription Machine = new("A processor <1>", 2, ".NET 10", "An OS");

    private static readonly MeasuredCase[] Measured =
    [
        Case(MachineCases.Peak, 10, 1e6, null),
        Case(MachineCases.ReadFirstLevel, 0.1, null, new Traffic(16384, 0)),
        Case(MachineCases.ReadSecondLevel, 4, null, new Traffic(262144, 0)),
        Case(MachineCases.CopyMemory, 30_000, null, new Traffic(1 << 27, 1 << 27)),
        Case("lenet5/forward", 10, 852_370, new Traffic(250_000, 40), Aim.AtMost(11)),
        Case("tiny/forward", 0.02, 226, new Traffic(472, 8)),
        Case("dense/forward-64", 150, 12_853_248, new Traffic(600_000, 32_768), Aim.AtLeast(0.5, 0.5)),
    ];

    [Fact]
    public void The_page_changes_between_the_markers_of_the_part_only()
    {
        const string page = "before\n<!-- begin a -->\nold\n<!-- end a -->\nbetween\n<!-- begin b -->\n<!-- end b -->\nbehind\n";
        ReportPage.Replace(page, "b", "new\n\n").ShouldBe(
            "before\n<!-- begin a -->\nold\n<!-- end a -->\nbetween\n<!-- begin b -->\nnew\n<!-- end b -->\nbehind\n");
        ReportPage.Replace(page, "a", "new").ShouldContain("before\n<!-- begin a -->\nnew\n<!-- end a -->\nbetween");
        Should.Throw<FormatException>(() => ReportPage.Replace(page, "c", "new")).Message.ShouldContain("<!-- begin c -->");
    }

    [Theory]
    [InlineData("scalar")]
    [InlineData("vector128")]
    [InlineData("vector256")]
    [InlineData("vector512")]
    public void The_documentation_has_a_part_for_every_tier(string tier)
    {
        string page = File.ReadAllText(Path.Combine(Installation.RepositoryRoot, "docs", "benchmarks.md"));
        ReportPage.Replace(page, tier, "figures").ShouldContain("figures");
    }

    [Fact]
    public void Tables_name_machine_date_cases_and_whether_aims_are_reached()
    {
        using var peers = new PeerSet([PeerSet.None]);
        string text = new ReportText(Measured, 31, Machine, new DateOnly(2030, 2, 1), peers).Write("roofline.svg");
        text.ShouldContain("Measured on 2030-02-01 on A processor <1>, 2 cores, An OS,\n.NET 10; medians of 31 rounds.");
        text.ShouldContain("![Roofline of " + Tiers.Current.Name());
        text.ShouldContain("| `lenet5/forward` | 10.0 us | 9.00 us | 85.2 | 50.0 % | 25.0 % | 0 | "
            + (Tiers.Current == Tier.Vector512 ? "11.0 us at most, reached |" : "11.0 us at most with AVX-512 |"));
        text.ShouldContain(
            Tiers.Current >= Tier.Vector256 ? "| 0 | 50.0 % of the peak at least, reached |" : "| 25.0 % | 0 |  |");
        text.ShouldContain("| `lenet5/forward` | 10.0 us | 20.0 us (2.00 x) | not there | - | - |");
    }

    [Fact]
    public void The_picture_is_a_document_with_every_case_and_bound()
    {
        XDocument picture = XDocument.Parse(new Roofline(Measured, Machine).Draw());
        string[] texts = [.. picture.Descendants()
            .Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        texts.ShouldContain("lenet5/forward");
        texts.ShouldContain("dense/forward-64");
        texts.ShouldContain("FMA peak, 100.0 GFLOP/s");
        texts.ShouldContain(text => text.StartsWith("L1, reading, 164 GB/s"));
        texts.ShouldContain(text => text.StartsWith("memory, copying, 9 GB/s"));
    }

    [Fact]
    public void Labels_cover_neither_each_other_nor_points()
    {
        Box[] points = [.. Enumerable.Range(0, 12).Select(i => (X: 300 + 9 * (i % 4), Y: 200 + 9 * (i / 4)))
            .Select(centre => new Box(centre.X - 4, centre.Y - 4, centre.X + 4, centre.Y + 4))];
        var placement = new LabelPlacement(new Box(0, 0, 800, 600), points);
        Box[] boxes = [.. points.Select((point, i) => placement.Place(point.Left + 4, point.Top + 4, $"case number {i}"))];
        for (int i = 0; i < boxes.Length; i++)
        {
            boxes.Skip(i + 1).ShouldAllBe(other => !boxes[i].Overlaps(other));
            points.ShouldAllBe(point => !boxes[i].Overlaps(point));
        }
    }

    [Fact]
    public void Axes_begin_and_end_at_round_numbers()
    {
        LogarithmicAxis axis = LogarithmicAxis.Around([0.34, 101], 0, 100);
        (axis.Minimum, axis.Maximum).ShouldBe((0.2, 200));
        axis.Ticks.ShouldBe([0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200], 1e-9);
        axis.Position(0.2).ShouldBe(0, 1e-9);
        axis.Position(200).ShouldBe(100, 1e-9);
        axis.Position(Math.Sqrt(0.2 * 200)).ShouldBe(50, 1e-9);
    }

    private static MeasuredCase Case(string name, double microseconds, double? flops, Traffic? traffic, Aim? aim = null)
    {
        var line = new SummaryLine
        {
            Case = name,
            Tier = Tiers.Current,
            MedianUs = microseconds,
            MinUs = microseconds * 0.9,
            Flops = flops,
            PeakFraction = flops is null ? null : 0.5,
            BandwidthFraction = traffic is null ? null : 0.25,
            AllocatedBytes = 0,
            Peers = new Dictionary<string, PeerResult>
            {
                ["onnxruntime"] = PeerResult.Measured(microseconds * 2, 2),
                ["pytorch"] = PeerResult.None("not there"),
                ["tensors"] = PeerResult.None(PeerException.NoSuchOperationMessage),
                ["loop"] = PeerResult.None(PeerException.NoSuchOperationMessage + ": written for perceptrons only"),
            },
        };
        return new MeasuredCase(new Case(name, () => throw new NotSupportedException()) { Aim = aim }, line, traffic);
    }
}
