using System.Numerics;

namespace Digits.Drawing;

/// <summary>A square sheet whose pixels hold how much ink covers them, from 0 to 1.</summary>
internal readonly ref struct Paper(Span<float> ink, int side)
{
    private readonly Span<float> ink = ink;

    /// <summary>Draws a straight line with round ends; the pen's radius goes from one value to the other.</summary>
    /// <param name="from">The start, in pixels.</param>
    /// <param name="to">The end, in pixels.</param>
    /// <param name="fromRadius">Half the line's width at its start.</param>
    /// <param name="toRadius">Half the line's width at its end.</param>
    /// <param name="softness">The width of the edge over which the ink fades, in pixels.</param>
    public void DrawLine(Vector2 from, Vector2 to, float fromRadius, float toRadius, float softness)
    {
        Vector2 reach = new Vector2(MathF.Max(fromRadius, toRadius) + softness);
        Vector2 first = Vector2.Max(Vector2.Min(from, to) - reach, Vector2.Zero);
        Vector2 last = Vector2.Min(Vector2.Max(from, to) + reach, new Vector2(side - 1));

        Vector2 direction = to - from;
        float inverseLength = 1f / MathF.Max(direction.LengthSquared(), 1e-6f);
        for (int y = (int)first.Y; y <= (int)last.Y; y++)
        {
            for (int x = (int)first.X; x <= (int)last.X; x++)
            {
                Vector2 pixel = new Vector2(x + 0.5f, y + 0.5f);
                float along = Math.Clamp(Vector2.Dot(pixel - from, direction) * inverseLength, 0f, 1f);
                float distance = Vector2.Distance(pixel, from + along * direction);
                float radius = fromRadius + along * (toRadius - fromRadius);

                // Anti-aliasing: half covered where the outline passes, and fading across it.
                float coverage = Math.Clamp(0.5f + (radius - distance) / softness, 0f, 1f);
                ref float covered = ref ink[y * side + x];
                covered = MathF.Max(covered, coverage);
            }
        }
    }

    /// <summary>Draws a smooth curve through the points (Catmull and Rom 1974).</summary>
    public void DrawCurve(ReadOnlySpan<Vector2> points, float fromRadius, float toRadius, float softness)
    {
        const int LinesPerSpan = 5;
        int count = (points.Length - 1) * LinesPerSpan;
        Vector2 previous = points[0];
        for (int i = 1; i <= count; i++)
        {
            (int span, int line) = Math.DivRem(i - 1, LinesPerSpan);
            Vector2 next = Interpolate(points, span, (line + 1f) / LinesPerSpan);
            DrawLine(previous, next, Radius(i - 1), Radius(i), softness);
            previous = next;
        }

        float Radius(int line) => fromRadius + (toRadius - fromRadius) * line / count;
    }

    private static Vector2 Interpolate(ReadOnlySpan<Vector2> points, int span, float t)
    {
        Vector2 p1 = points[span];
        Vector2 p2 = points[span + 1];
        Vector2 p0 = points[Math.Max(span - 1, 0)];
        Vector2 p3 = points[Math.Min(span + 2, points.Length - 1)];
        Vector2 a = 2f * p1;
        Vector2 b = p2 - p0;
        Vector2 c = 2f * p0 - 5f * p1 + 4f * p2 - p3;
        Vector2 d = 3f * (p1 - p2) + p3 - p0;
        return 0.5f * (a + t * (b + t * (c + t * d)));
    }
}
