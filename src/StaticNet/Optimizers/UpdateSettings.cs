namespace StaticNet;

/// <summary>What holds for the parameters of one update: of the optimizer, or of the group that they are in.</summary>
/// <param name="LearningRate">The step size, in double precision.</param>
/// <param name="WeightDecay">The factor of the L2 penalty.</param>
public readonly record struct UpdateSettings(double LearningRate, float WeightDecay);
