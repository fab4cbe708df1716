namespace StaticNet.Bench.Networks;

/// <summary>A policy of the size that games and robots run many times a frame.</summary>
[Network]
[Input(8)]
[Dense(64), Tanh]
[Dense(64), Tanh]
[Dense(4)]
[MeanSquaredError]
public sealed partial class Controller;
