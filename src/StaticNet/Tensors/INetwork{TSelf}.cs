namespace StaticNet;

/// <summary>
/// What code that is generic over networks needs to drive any of them: how many samples a call takes, how long they are, and the passes,
/// with all inputs in one span and all outputs in another.
/// </summary>
/// <remarks>
/// Generated networks implement it where the project has C# 11 or later, explicitly: their own Forward and Backward have an argument
/// for each input and output. Several inputs lie one after another in declaration order, all samples of the first before those of the
/// second; so do outputs.
/// </remarks>
/// <typeparam name="TSelf">The network.</typeparam>
public interface INetwork<TSelf> : INetwork
    where TSelf : class, INetwork<TSelf>
{
    /// <summary>The most samples that a call takes.</summary>
    static abstract int BatchCapacity { get; }

    /// <summary>Floats of one sample of all inputs of floats together.</summary>
    static abstract int InputLength { get; }

    /// <summary>Integers of one sample of all inputs of integers together.</summary>
    static abstract int IntegerLength { get; }

    /// <summary>Floats of one sample of all outputs together.</summary>
    static abstract int OutputLength { get; }

    /// <summary>The inputs, in declaration order.</summary>
    static abstract ReadOnlySpan<PortInfo> Inputs { get; }

    /// <summary>The outputs, in declaration order.</summary>
    static abstract ReadOnlySpan<PortInfo> Outputs { get; }

    /// <summary>Another instance on the same weights, for a second thread or agent.</summary>
    TSelf ShareParameters();

    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="inputs">The inputs of floats, each with all its samples.</param>
    /// <param name="integers">The inputs of integers, each with all its samples.</param>
    /// <param name="outputs">Receives the outputs, each with all its samples.</param>
    /// <param name="count">How many samples: 1 to <see cref="BatchCapacity"/>.</param>
    /// <exception cref="ArgumentException">A span is of the wrong length, or an integer out of range; nothing was computed.</exception>
    void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> integers, Span<float> outputs, int count);

    /// <summary>Computes the gradients of a loss of the caller's own for the samples of the Forward before.</summary>
    /// <param name="outputGradients">dLoss/dOutput of all outputs, each for all samples.</param>
    /// <param name="inputGradients">Receives dLoss/dInput of all inputs of floats; empty if they are not wanted.</param>
    /// <param name="count">How many samples that Forward had.</param>
    /// <exception cref="InvalidOperationException">There was no Forward since the last Backward or training step.</exception>
    /// <exception cref="ArgumentException">A span is of the wrong length; nothing was computed.</exception>
    /// <exception cref="NotSupportedException">The network is compiled for inference alone.</exception>
    void Backward(ReadOnlySpan<float> outputGradients, Span<float> inputGradients, int count);
}
