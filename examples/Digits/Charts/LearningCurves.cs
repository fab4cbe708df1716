using Digits.Training;

namespace Digits.Charts;

/// <summary>The figure of a training: loss on the left, accuracy on the right.</summary>
internal static class LearningCurves
{
    private const int Width = 1040;
    private const int Height = 470;
    private const double PanelTop = 118;
    private const double PanelHeight = 280;
    private const double PanelWidth = 385;

    /// <summary>Draws the figure.</summary>
    /// <param name="title">What was trained, and on what.</param>
    /// <param name="subtitle">How it ended.</param>
    /// <param name="curve">What was measured; at least one point.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string title, string subtitle, IReadOnlyList<CurvePoint> curve)
    {
        var svg = new SvgWriter(Width, Height, $"Learning curves: {title}. {subtitle}.");
        svg.Text(new Position(32, 42), title, new TextStyle(Palette.Text, Size: 20, Weight: 600));
        svg.Text(new Position(32, 65), subtitle, new TextStyle(Palette.FaintText, Size: 13));

        // Whole epochs only: at most one tick an epoch.
        double last = Math.Ceiling(curve[^1].Epoch);
        AxisScale epochs = AxisScale.Linear(0, last, tickCount: (int)Math.Min(last, 10), exact: true);
        ChartPanel loss = Loss(curve, epochs);
        loss.Draw(svg, left: 72, PanelTop, PanelWidth, PanelHeight);
        Accuracy(curve, epochs).Draw(svg, left: 576, PanelTop, PanelWidth, PanelHeight);
        DrawLegend(svg, loss.Series);
        return svg.Finish();
    }

    private static ChartPanel Loss(IReadOnlyList<CurvePoint> curve, AxisScale epochs)
    {
        // A loss may sink to nothing, which a logarithmic axis cannot show.
        IReadOnlyList<Series> series = CurvesOf(curve, evaluation => Math.Max(evaluation.Loss, 1e-6));
        (double minimum, double maximum) = Range(series);
        AxisScale scale = AxisScale.Logarithmic(minimum, maximum);
        return new ChartPanel(
            "Loss (cross-entropy)", "epoch", epochs, scale, tick => $"{tick:0.######}", last => $"{last:G3}", series);
    }

    private static ChartPanel Accuracy(IReadOnlyList<CurvePoint> curve, AxisScale epochs)
    {
        IReadOnlyList<Series> series = CurvesOf(curve, evaluation => 100 * evaluation.Accuracy);
        AxisScale scale = AxisScale.Linear(Math.Min(Range(series).Minimum, 99), 100, tickCount: 6);
        return new ChartPanel(
            "Accuracy", "epoch", epochs, scale, tick => $"{tick:0.##} %", last => $"{last:0.00} %", series);
    }

    private static IReadOnlyList<Series> CurvesOf(IReadOnlyList<CurvePoint> curve, Func<Evaluation, double> value) =>
    [
        new Series("training digits", Palette.Train, [.. curve.Select(point => new Position(point.Epoch, value(point.Train)))]),
        new Series("test digits", Palette.Test, [.. curve.Select(point => new Position(point.Epoch, value(point.Test)))]),
    ];

    private static (double Minimum, double Maximum) Range(IReadOnlyList<Series> series)
    {
        double[] values = [.. series.SelectMany(one => one.Points).Select(point => point.Y)];
        return (values.Min(), values.Max());
    }

    private static void DrawLegend(SvgWriter svg, IReadOnlyList<Series> series)
    {
        double x = Width - 290;
        foreach (Series one in series)
        {
            svg.Line(new Position(x, 38), new Position(x + 26, 38), one.Colour, width: 2.25);
            svg.Disc(new Position(x + 13, 38), radius: 3.25, one.Colour);
            svg.Text(new Position(x + 34, 42), one.Name, new TextStyle(Palette.Text, Size: 13));
            x += 150;
        }
    }
}
