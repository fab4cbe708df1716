namespace StaticNet.Tests.Training;

/// <summary>The textbook's network.</summary>
[Network(BatchCapacity = 1)]
[Input(2)]
[Dense(2), Sigmoid]
[Dense(2), Sigmoid]
[HalfSumSquaredError]
public sealed partial class TextbookNetwork;
