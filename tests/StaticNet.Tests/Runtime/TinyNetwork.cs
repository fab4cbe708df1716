namespace StaticNet.Tests.Runtime;

/// <summary>A network whose output may be its next input, and small enough to read its input where the caller has it.</summary>
[Network(BatchCapacity = 2)]
[Input(11)]
[Dense(30), Tanh]
[Dense(11), Sigmoid]
public sealed partial class TinyNetwork;
