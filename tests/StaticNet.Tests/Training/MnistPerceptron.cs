namespace StaticNet.Tests.Training;

/// <summary>One hidden layer.</summary>
[Network]
[Input(784)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class MnistPerceptron;
