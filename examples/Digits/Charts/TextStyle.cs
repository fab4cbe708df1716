namespace Digits.Charts;

/// <summary>How text looks.</summary>
/// <param name="Colour">Its colour.</param>
/// <param name="Size">Its height in pixels.</param>
/// <param name="Weight">400 is regular, 600 semi-bold.</param>
/// <param name="Anchor">Which part lies at the position: <c>start</c>, <c>middle</c> or <c>end</c>.</param>
internal sealed record TextStyle(string Colour, int Size = 12, int Weight = 400, string Anchor = "start");
