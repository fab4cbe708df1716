namespace Digits.Charts;

/// <summary>A pair of axes with curves on them.</summary>
/// <param name="Title">What the panel shows.</param>
/// <param name="HorizontalTitle">The name of the horizontal axis.</param>
/// <param name="Horizontal">The horizontal axis.</param>
/// <param name="Vertical">The vertical axis.</param>
/// <param name="FormatTick">Writes a value beside the vertical axis.</param>
/// <param name="FormatLast">Writes the last value of a curve beside its end.</param>
/// <param name="Series">The curves, the most important last.</param>
internal sealed record ChartPanel(
    string Title,
    string HorizontalTitle,
    AxisScale Horizontal,
    AxisScale Vertical,
    Func<double, string> FormatTick,
    Func<double, string> FormatLast,
    IReadOnlyList<Series> Series)
{
    private const double LabelDistance = 15;
    private const int MarkerLimit = 50;

    /// <summary>Draws the panel; ticks and titles lie outside the rectangle.</summary>
    public void Draw(SvgWriter svg, double left, double top, double width, double height)
    {
        DrawAxes(svg, left, top, width, height);
        foreach (Series series in Series)
        {
            Position[] points = [.. series.Points.Select(Place)];
            svg.Polyline(points, series.Colour, width: 2.25);

            // Where points are many, markers would hide the curve.
            foreach (Position point in points.Length <= MarkerLimit ? points : points[^1..])
                svg.Disc(point, radius: 3.25, series.Colour);
        }

        DrawLastValues(svg, Place);

        Position Place(Position value) => new(
            left + width * Horizontal.Fraction(value.X),
            top + height * (1 - Vertical.Fraction(value.Y)));
    }

    private void DrawAxes(SvgWriter svg, double left, double top, double width, double height)
    {
        double bottom = top + height;
        svg.Text(new Position(left, top - 16), Title, new TextStyle(Palette.Text, Size: 14, Weight: 600));
        foreach (double tick in Vertical.Ticks)
        {
            double y = bottom - height * Vertical.Fraction(tick);
            svg.Line(new Position(left, y), new Position(left + width, y), Palette.Grid);
            svg.Text(new Position(left - 9, y + 4), FormatTick(tick), new TextStyle(Palette.FaintText, Anchor: "end"));
        }

        foreach (double tick in Horizontal.Ticks)
        {
            double x = left + width * Horizontal.Fraction(tick);
            svg.Line(new Position(x, bottom), new Position(x, bottom + 5), Palette.Axis);
            svg.Text(new Position(x, bottom + 20), $"{tick:0.##}", new TextStyle(Palette.FaintText, Anchor: "middle"));
        }

        svg.Line(new Position(left, bottom), new Position(left + width, bottom), Palette.Axis, width: 1.25);
        var middle = new Position(left + width / 2, bottom + 42);
        svg.Text(middle, HorizontalTitle, new TextStyle(Palette.FaintText, Anchor: "middle"));
    }

    /// <summary>Writes each curve's last value beside its end, moved apart where they would overlap.</summary>
    private void DrawLastValues(SvgWriter svg, Func<Position, Position> place)
    {
        double lowest = double.NegativeInfinity;
        foreach (Series series in Series.OrderByDescending(series => series.Points[^1].Y))
        {
            Position end = place(series.Points[^1]);
            double y = Math.Max(end.Y, lowest + LabelDistance);
            svg.Text(new Position(end.X + 9, y + 4), FormatLast(series.Points[^1].Y), new TextStyle(series.Colour, Weight: 600));
            lowest = y;
        }
    }
}
