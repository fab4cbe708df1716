namespace Digits.Networks;

/// <summary>Forward, loss, backward and update for one batch; returns the mean loss.</summary>
internal delegate float TrainingStep(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);
