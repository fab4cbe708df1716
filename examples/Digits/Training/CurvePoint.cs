namespace Digits.Training;

/// <summary>A point of the learning curves.</summary>
/// <param name="Epoch">When it was measured, in epochs and parts of one.</param>
/// <param name="Train">On digits that the network learns from.</param>
/// <param name="Test">On digits that it never sees in training.</param>
internal sealed record CurvePoint(double Epoch, Evaluation Train, Evaluation Test);
