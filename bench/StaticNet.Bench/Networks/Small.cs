namespace StaticNet.Bench.Networks;

/// <summary>A net of the size that an audio effect or an agent runs: 8-64-64-4.</summary>
[Network]
[Input(8)]
[Dense(64), ReLU]
[Dense(64), ReLU]
[Dense(4)]
[MeanSquaredError]
public sealed partial class Small;
