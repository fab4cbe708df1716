namespace Digits.Charts;

/// <summary>A curve.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Points">Its points, from left to right, in the units of the axes.</param>
internal sealed record Series(string Name, string Colour, IReadOnlyList<Position> Points);
