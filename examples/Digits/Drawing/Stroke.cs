using System.Numerics;

namespace Digits.Drawing;

/// <summary>One movement of the pen: the points that it passes, in a unit square with y pointing down.</summary>
internal sealed class Stroke
{
    private Stroke(bool isSmooth, ReadOnlySpan<byte> coordinates)
    {
        IsSmooth = isSmooth;
        Points = new Vector2[coordinates.Length / 2];
        for (int i = 0; i < Points.Length; i++)
            Points[i] = new Vector2(coordinates[2 * i], coordinates[2 * i + 1]) / 100f;
    }

    /// <summary>Whether the pen swings through the points rather than turning sharply at them.</summary>
    public bool IsSmooth { get; }

    /// <summary>The points that the pen passes.</summary>
    public Vector2[] Points { get; }

    /// <summary>A smooth stroke; coordinates are x, y pairs in hundredths of the square's side.</summary>
    public static Stroke Curve(params ReadOnlySpan<byte> coordinates) => new(isSmooth: true, coordinates);

    /// <summary>A stroke of straight lines; coordinates are x, y pairs in hundredths of the square's side.</summary>
    public static Stroke Line(params ReadOnlySpan<byte> coordinates) => new(isSmooth: false, coordinates);
}
