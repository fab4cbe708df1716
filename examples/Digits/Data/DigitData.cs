namespace Digits.Data;

/// <summary>Digits to learn from and others to be tested on.</summary>
/// <param name="Name">What they are called in reports.</param>
/// <param name="Train">The digits to learn from.</param>
/// <param name="Test">The digits that training never sees.</param>
internal sealed record DigitData(string Name, DigitSet Train, DigitSet Test);
