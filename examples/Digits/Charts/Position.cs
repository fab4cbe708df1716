namespace Digits.Charts;

/// <summary>A place on a drawing, in pixels from the upper left corner.</summary>
internal readonly record struct Position(double X, double Y);
