using System.Net;
using System.Text;
using static System.FormattableString;

namespace StaticNet.Bench.Report;

/// <summary>
/// Writes the few elements of SVG that a chart needs. Colours are classes of a style sheet that follows the reader's theme.
/// Coordinates are pixels from the upper left corner.
/// </summary>
internal sealed class SvgDrawing
{
    private readonly StringBuilder text = new();

    /// <summary>Begins a drawing.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public SvgDrawing(int width, int height, string description)
    {
        Append($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"
                 font-family="Inter, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif" font-size="12">
            <title>{WebUtility.HtmlEncode(description)}</title>
            """);
        text.Append(
            """
            <style>
              .card { fill: #ffffff; stroke: #e5e7eb; }
              .grid { stroke: #e5e7eb; }
              .axis { stroke: #9ca3af; }
              .roof { stroke: #374151; stroke-width: 1.6; }
              .leader { stroke: #9ca3af; stroke-width: 0.8; }
              .title { fill: #111827; font-size: 17px; font-weight: 600; }
              .text { fill: #111827; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
              .faint { fill: #6b7280; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
              .forward { fill: #2563eb; } .convolution { fill: #ea580c; } .gradient { fill: #059669; } .step { fill: #9333ea; }
              .point { stroke: #ffffff; stroke-width: 1.5; }
              @media (prefers-color-scheme: dark) {
                .card { fill: #0d1117; stroke: #30363d; }
                .grid { stroke: #21262d; }
                .axis { stroke: #6e7681; }
                .roof { stroke: #c9d1d9; }
                .leader { stroke: #6e7681; }
                .title { fill: #f0f6fc; }
                .text { fill: #f0f6fc; stroke: #0d1117; }
                .faint { fill: #9198a1; stroke: #0d1117; }
                .forward { fill: #60a5fa; } .convolution { fill: #fb923c; } .gradient { fill: #34d399; } .step { fill: #c084fc; }
                .point { stroke: #0d1117; }
              }
            </style>

            """);
        Append($"""<rect class="card" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="10"/>""");
    }

    /// <summary>Draws a straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Append($"""<path class="{style}" d="M{x1:0.##} {y1:0.##}L{x2:0.##} {y2:0.##}"/>""");

    /// <summary>Draws a disc, the mark of a point.</summary>
    public void Disc(double x, double y, double radius, string style) =>
        Append($"""<circle class="point {style}" cx="{x:0.##}" cy="{y:0.##}" r="{radius}"/>""");

    /// <summary>Writes text.</summary>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its baseline.</param>
    /// <param name="content">The text.</param>
    /// <param name="style">Its class.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="angle">Degrees by which it is turned clockwise about its anchor.</param>
    public void Text(double x, double y, string content, string style, string anchor = "start", double angle = 0)
    {
        string turn = angle == 0 ? "" : Invariant($" transform=\"rotate({angle:0.##} {x:0.##} {y:0.##})\"");
        string escaped = WebUtility.HtmlEncode(content);
        Append($"""<text class="{style}" x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}"{turn}>{escaped}</text>""");
    }

    /// <summary>Ends the drawing.</summary>
    /// <returns>The whole document.</returns>
    public string Finish()
    {
        Append($"</svg>");
        return text.ToString();
    }

    // SVG knows no decimal comma, whatever the user's language.
    private void Append(FormattableString content) => text.Append(Invariant(content)).Append('\n');
}
