namespace StaticNet.Bench.Networks;

/// <summary>A classifier of CIFAR's images with three convolutions.</summary>
[Network]
[Input(3, 32, 32)]
[Conv2D(32, 3, Padding = 1), ReLU, MaxPool2D(2)]
[Conv2D(64, 3, Padding = 1), ReLU, MaxPool2D(2)]
[Conv2D(128, 3, Padding = 1), ReLU, MaxPool2D(2)]
[Flatten]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class Cifar;
