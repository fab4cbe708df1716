namespace StaticNet.Bench.Networks;

/// <summary>MNIST's perceptron with one hidden layer.</summary>
[Network]
[Input(784)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class Mlp;
