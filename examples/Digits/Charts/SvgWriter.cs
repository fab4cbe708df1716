using System.Net;
using System.Text;
using static System.FormattableString;

namespace Digits.Charts;

/// <summary>Writes the few elements of SVG that a chart needs. Coordinates are pixels from the upper left corner.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder text = new();

    /// <summary>Begins a drawing on a white card.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public SvgWriter(int width, int height, string description)
    {
        Write($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"
                 font-family="Inter, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif">
            <title>{Escape(description)}</title>
            <rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="10"
                  fill="{Palette.Card}" stroke="{Palette.Grid}"/>
            """);
    }

    /// <summary>Draws a straight line.</summary>
    public void Line(Position from, Position to, string colour, double width = 1) =>
        Write($"""<path d="M{from.X:0.##} {from.Y:0.##}L{to.X:0.##} {to.Y:0.##}" stroke="{colour}" stroke-width="{width}"/>""");

    /// <summary>Draws lines through points.</summary>
    public void Polyline(IEnumerable<Position> points, string colour, double width)
    {
        string path = string.Join(' ', points.Select(point => Invariant($"{point.X:0.##},{point.Y:0.##}")));
        Write($"""
            <polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>
            """);
    }

    /// <summary>Draws a disc with a rim in the colour of the card, which keeps crossing curves apart.</summary>
    public void Disc(Position centre, double radius, string colour) =>
        Write($"""
            <circle cx="{centre.X:0.##}" cy="{centre.Y:0.##}" r="{radius}"
                    fill="{colour}" stroke="{Palette.Card}" stroke-width="1.5"/>
            """);

    /// <summary>Writes text whose baseline passes through a position.</summary>
    public void Text(Position at, string content, TextStyle style) =>
        Write($"""
            <text x="{at.X:0.##}" y="{at.Y:0.##}" fill="{style.Colour}"
                  font-size="{style.Size}" font-weight="{style.Weight}" text-anchor="{style.Anchor}">{Escape(content)}</text>
            """);

    /// <summary>Ends the drawing.</summary>
    /// <returns>The whole document.</returns>
    public string Finish()
    {
        Write($"</svg>");
        return text.ToString();
    }

    private static string Escape(string content) => WebUtility.HtmlEncode(content);

    // SVG knows no decimal comma, whatever the user's language.
    private void Write(FormattableString content) => text.Append(Invariant(content)).Append('\n');
}
