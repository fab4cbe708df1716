using StaticNet;

namespace Digits.Networks;

/// <summary>A perceptron with one hidden layer: 784 pixels, 128 hidden units, 10 digits.</summary>
[Network]
[Input(784)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class Mlp : IDigitClassifier;
