using StaticNet;

namespace Edge;

/// <summary>
/// LeNet-5 as <c>examples/Digits</c> trains it, but for one image at a time and without a loss: a network that only answers
/// has no training code, and needs memory for one sample.
/// </summary>
[Network(BatchCapacity = 1)]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
[Conv2D(16, 5), ReLU, MaxPool2D(2)]
[Flatten]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
internal sealed partial class LeNet5;
