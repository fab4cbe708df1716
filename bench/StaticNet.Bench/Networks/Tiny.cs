namespace StaticNet.Bench.Networks;

/// <summary>A net so small that a call must not cost more than its arithmetic: 4-16-2.</summary>
[Network]
[Input(4)]
[Dense(16), ReLU]
[Dense(2)]
[MeanSquaredError]
public sealed partial class Tiny;
