namespace StaticNet.Bench.Networks;

// One convolution by itself, 3x3 with padding 1, bias and ReLU, in three sizes: an early layer of a small net, an early and a
// middle one of a ResNet. Strict precision excludes Winograd's form, so that those are the direct one.

/// <summary>16 channels of 32x32, direct.</summary>
[Network(BatchCapacity = 16, Precision = Precision.Strict)]
[Input(16, 32, 32)]
[Conv2D(16, 3, Padding = 1), ReLU]
public sealed partial class DirectConvolution16;

/// <summary>64 channels of 56x56, direct.</summary>
[Network(BatchCapacity = 16, Precision = Precision.Strict)]
[Input(64, 56, 56)]
[Conv2D(64, 3, Padding = 1), ReLU]
public sealed partial class DirectConvolution64;

/// <summary>128 channels of 28x28, direct.</summary>
[Network(BatchCapacity = 16, Precision = Precision.Strict)]
[Input(128, 28, 28)]
[Conv2D(128, 3, Padding = 1), ReLU]
public sealed partial class DirectConvolution128;

/// <summary>16 channels of 32x32, by the schedule that the compiler chooses.</summary>
[Network(BatchCapacity = 16)]
[Input(16, 32, 32)]
[Conv2D(16, 3, Padding = 1), ReLU]
public sealed partial class Convolution16;

/// <summary>64 channels of 56x56, by the schedule that the compiler chooses.</summary>
[Network(BatchCapacity = 16)]
[Input(64, 56, 56)]
[Conv2D(64, 3, Padding = 1), ReLU]
public sealed partial class Convolution64;

/// <summary>128 channels of 28x28, by the schedule that the compiler chooses.</summary>
[Network(BatchCapacity = 16)]
[Input(128, 28, 28)]
[Conv2D(128, 3, Padding = 1), ReLU]
public sealed partial class Convolution128;
