namespace StaticNet.Bench.Report;

/// <summary>A rectangle in pixels.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public static Box Around(double x, double y, double width, double height) =>
        new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);

    public bool Overlaps(Box other) =>
        Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public bool Contains(Box other) =>
        Left <= other.Left && other.Right <= Right && Top <= other.Top && other.Bottom <= Bottom;
}

/// <summary>
/// Finds places for labels at which they cover neither each other nor the points, each as near to its own as it can.
/// </summary>
internal sealed class LabelPlacement
{
    private const double Height = 14;
    private const double CharacterWidth = 6.3;
    private const int Directions = 16;
    private const double FarthestAway = 160;
    private readonly Box area;
    private readonly List<Box> taken = [];

    /// <param name="area">Where labels may be.</param>
    /// <param name="obstacles">What they must leave free.</param>
    public LabelPlacement(Box area, IEnumerable<Box> obstacles)
    {
        this.area = area;
        taken.AddRange(obstacles);
    }

    /// <summary>Finds the place for a label.</summary>
    /// <returns>Its box: the free one nearest to the point, or the one to its right where all are taken.</returns>
    public Box Place(double x, double y, string label)
    {
        double width = label.Length * CharacterWidth;
        Box fallback = At(x + 10 + width / 2, y, width);
        for (double distance = 10; distance <= FarthestAway; distance += 6)
        {
            for (int i = 0; i < Directions; i++)
            {
                // To the right first, then to both sides by turns.
                double angle = Math.PI * 2 / Directions * ((i + 1) / 2) * (i % 2 == 0 ? 1 : -1);
                double centreX = x + Math.Cos(angle) * (distance + width / 2);
                Box box = At(centreX, y + Math.Sin(angle) * (distance + Height / 2), width);
                if (area.Contains(box) && !taken.Any(box.Overlaps))
                {
                    taken.Add(box);
                    return box;
                }
            }
        }

        taken.Add(fallback);
        return fallback;
    }

    private static Box At(double x, double y, double width) => Box.Around(x, y, width, Height);
}
