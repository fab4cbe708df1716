namespace Digits.Training;

/// <summary>A digit that the network is wrong or unsure about.</summary>
/// <param name="Index">Its place in the set.</param>
/// <param name="Answer">What the network takes it for.</param>
/// <param name="Probability">The probability that the network gives to the right answer.</param>
internal sealed record HardDigit(int Index, int Answer, float Probability);
