namespace StaticNet.Bench.Networks;

/// <summary>One dense layer by itself, as large as the first of MNIST's perceptron.</summary>
[Network]
[Input(784)]
[Dense(128)]
public sealed partial class DenseLayer784;
