using System.Globalization;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Report;

/// <summary>
/// A roofline: operations a second over operations a byte, with the bounds of the machine. A case below a sloped roof at its
/// place waits for that memory if its data lies there; one below the flat roof only has instructions to save.
/// </summary>
internal sealed class Roofline
{
    private const int Width = 1080;
    private const int Height = 680;
    private const double PointRadius = 6;
    private static readonly Box Plot = new(70, 80, 1050, 610);

    private static readonly (string Style, string Name)[] Groups =
        [("forward", "forward"), ("convolution", "single convolution"), ("gradient", "its gradients"), ("step", "training step")];

    private readonly IReadOnlyList<MeasuredCase> measured;
    private readonly MachineDescription machine;
    private readonly Point[] points;
    private readonly double peak;
    private readonly (string Name, double BytesANanosecond)[] bandwidths;
    private readonly LogarithmicAxis x;
    private readonly LogarithmicAxis y;

    /// <param name="measured">All cases, those of the machine among them.</param>
    /// <param name="machine">Where they were measured.</param>
    public Roofline(IReadOnlyList<MeasuredCase> measured, MachineDescription machine)
    {
        this.measured = measured;
        this.machine = machine;
        points = [.. measured.Where(one => one is { Line.Flops: not null, Traffic: not null }).Select(Point.Of)];
        MeasuredCase peakCase = Find(MachineCases.Peak);
        peak = peakCase.Line.Flops!.Value / peakCase.Line.MedianUs / 1e3;
        bandwidths =
        [
            ("L1, reading", Bandwidth(MachineCases.ReadFirstLevel)),
            ("L2, reading", Bandwidth(MachineCases.ReadSecondLevel)),
            ("memory, copying", Bandwidth(MachineCases.CopyMemory)),
        ];
        x = LogarithmicAxis.Around([.. points.Select(point => point.Intensity)], Plot.Left, Plot.Right);
        y = LogarithmicAxis.Around([.. points.Select(point => point.Rate), peak], Plot.Bottom, Plot.Top);
    }

    /// <summary>The picture.</summary>
    public string Draw()
    {
        string tier = Tiers.Current.Name();
        var drawing = new SvgDrawing(Width, Height, $"Roofline of {tier} on {machine.Processor}: " + string.Join(", ",
            points.Select(point => FormattableString.Invariant($"{point.Name} {point.Rate:0.0} GFLOP/s"))));
        drawing.Text(24, 32, $"Roofline, {tier}", "title");
        drawing.Text(24, 52, $"{machine.Processor}, one core, {machine.Runtime}", "faint");
        DrawAxes(drawing);
        DrawRoofs(drawing);
        DrawPoints(drawing);
        DrawLegend(drawing);
        return drawing.Finish();
    }

    private void DrawAxes(SvgDrawing drawing)
    {
        foreach (double tick in x.Ticks)
        {
            drawing.Line(x.Position(tick), Plot.Top, x.Position(tick), Plot.Bottom, "grid");
            drawing.Text(x.Position(tick), Plot.Bottom + 18, Tick(tick), "faint", "middle");
        }

        foreach (double tick in y.Ticks)
        {
            drawing.Line(Plot.Left, y.Position(tick), Plot.Right, y.Position(tick), "grid");
            drawing.Text(Plot.Left - 8, y.Position(tick) + 4, Tick(tick), "faint", "end");
        }

        drawing.Line(Plot.Left, Plot.Bottom, Plot.Right, Plot.Bottom, "axis");
        drawing.Line(Plot.Left, Plot.Top, Plot.Left, Plot.Bottom, "axis");
        const string title = "operations a byte that must be moved (FLOP/byte)";
        drawing.Text((Plot.Left + Plot.Right) / 2, Plot.Bottom + 42, title, "text", "middle");
        drawing.Text(24, (Plot.Top + Plot.Bottom) / 2, "GFLOP/s", "text", "middle", angle: -90);
    }

    private void DrawRoofs(SvgDrawing drawing)
    {
        double flatFrom = bandwidths.Min(one => peak / one.BytesANanosecond);
        drawing.Line(x.Position(Math.Max(flatFrom, x.Minimum)), y.Position(peak), Plot.Right, y.Position(peak), "roof");
        string flat = FormattableString.Invariant($"FMA peak, {peak:0.0} GFLOP/s");
        drawing.Text(Plot.Right - 4, y.Position(peak) - 7, flat, "faint", "end");

        // Equal factors are equally long on one axis, but not on both.
        double decadeX = x.Position(10) - x.Position(1), decadeY = y.Position(1) - y.Position(10);
        double angle = -Math.Atan2(decadeY, decadeX) * 180 / Math.PI;
        foreach ((string name, double bandwidth) in bandwidths)
        {
            double from = Math.Max(x.Minimum, y.Minimum / bandwidth), to = Math.Min(peak / bandwidth, x.Maximum);
            if (from >= to)
                continue;
            drawing.Line(x.Position(from), y.Position(from * bandwidth), x.Position(to), y.Position(to * bandwidth), "roof");

            // At the lower end, where there is nothing else, and above the line.
            double at = from * 1.15;
            string label = FormattableString.Invariant($"{name}, {bandwidth:0} GB/s");
            drawing.Text(x.Position(at) - 6, y.Position(at * bandwidth) - 6, label, "faint", angle: angle);
        }
    }

    private void DrawPoints(SvgDrawing drawing)
    {
        (Point Point, double X, double Y)[] placed =
            [.. points.Select(point => (point, x.Position(point.Intensity), y.Position(point.Rate)))];
        double flat = y.Position(peak);
        var labels = new LabelPlacement(
            Plot,
            [
                new Box(Plot.Left, flat - 18, Plot.Right, flat + 2),
                .. placed.Select(one => Box.Around(one.X, one.Y, 2 * PointRadius, 2 * PointRadius)),
            ]);
        var boxes = placed.Select(one => labels.Place(one.X, one.Y, one.Point.Name)).ToArray();

        // Lines first, then what must be readable.
        foreach (((_, double px, double py), Box box) in placed.Zip(boxes))
        {
            double endX = Math.Clamp(px, box.Left, box.Right), endY = Math.Clamp(py, box.Top, box.Bottom);
            if (Math.Max(Math.Abs(endX - px), Math.Abs(endY - py)) > 2 * PointRadius)
                drawing.Line(px, py, endX, endY, "leader");
        }

        foreach (((Point point, double px, double py), Box box) in placed.Zip(boxes))
        {
            drawing.Disc(px, py, PointRadius - 1, point.Group);
            drawing.Text((box.Left + box.Right) / 2, box.Bottom - 3, point.Name, "text", "middle");
        }
    }

    private static void DrawLegend(SvgDrawing drawing)
    {
        double at = Plot.Right - 4;
        foreach ((string style, string name) in Groups.Reverse())
        {
            drawing.Text(at, 52, name, "text", "end");
            at -= name.Length * 6.3 + 10;
            drawing.Disc(at, 48, 5, style);
            at -= 22;
        }
    }

    private static string Tick(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private MeasuredCase Find(string name) => measured.Single(one => one.Case.Name == name);

    private double Bandwidth(string name)
    {
        MeasuredCase one = Find(name);
        return one.Traffic!.Bytes / one.Line.MedianUs / 1e3;
    }

    /// <summary>A case in the picture.</summary>
    private sealed record Point(string Name, string Group, double Intensity, double Rate)
    {
        public static Point Of(MeasuredCase one)
        {
            double flops = one.Line.Flops!.Value;
            string name = one.Case.Name;
            string group = name.Contains("-gradient", StringComparison.Ordinal) ? "gradient"
                : name.StartsWith("conv-", StringComparison.Ordinal) ? "convolution"
                : name.Contains("/step", StringComparison.Ordinal) ? "step"
                : "forward";
            return new Point(name, group, flops / one.Traffic!.Bytes, flops / one.Line.MedianUs / 1e3);
        }
    }
}
