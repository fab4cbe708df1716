namespace StaticNet.Tests.Training;

/// <summary>Its first layer alone, to see what the second receives.</summary>
[Network(BatchCapacity = 1)]
[Input(2)]
[Dense(2), Sigmoid]
public sealed partial class TextbookHiddenLayer;
