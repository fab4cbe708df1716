namespace StaticNet.Bench.Networks;

/// <summary>
/// What the generator writes into a network with one input and one output, so that benchmarks treat all of them alike. A call
/// through it costs a nanosecond, so the smallest networks are called directly.
/// </summary>
public interface IFeedForward : INetwork
{
    /// <summary>Computes the output of one sample.</summary>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the outputs of a batch.</summary>
    void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int count);
}

// The declarations stand in files of their own, as a user would write them: the generator's benchmarks read those.
public sealed partial class Cifar : IFeedForward;

public sealed partial class Controller : IFeedForward;

public sealed partial class Convolution16 : IFeedForward;

public sealed partial class Convolution64 : IFeedForward;

public sealed partial class Convolution128 : IFeedForward;

public sealed partial class DenseLayer784 : IFeedForward;

public sealed partial class DirectConvolution16 : IFeedForward;

public sealed partial class DirectConvolution64 : IFeedForward;

public sealed partial class DirectConvolution128 : IFeedForward;

public sealed partial class LeNet5 : IFeedForward;

public sealed partial class Mlp : IFeedForward;

public sealed partial class Small : IFeedForward;

public sealed partial class Tiny : IFeedForward;
