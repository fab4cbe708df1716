namespace StaticNet.Tests.Runtime;

/// <summary>A small network that is trained on labels.</summary>
[Network(BatchCapacity = 16)]
[Input(5)]
[Dense(9), Tanh]
[Dense(4)]
[SoftmaxCrossEntropy]
public sealed partial class LabelledNetwork;
