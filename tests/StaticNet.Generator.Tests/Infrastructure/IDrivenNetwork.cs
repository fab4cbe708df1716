namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>
/// A generated network as tests drive it, whatever its inputs and outputs: one array each, exactly as long as the samples in
/// it. <see cref="DriverSource"/> writes the implementations.
/// </summary>
public interface IDrivenNetwork
{
    INetwork Network { get; }

    int BatchCapacity { get; }

    bool Training { get; set; }

    ulong RandomState { get; set; }

    int DegreeOfParallelism { get; set; }

    /// <summary>The overload with a count.</summary>
    void Forward(float[][] inputs, float[][] outputs, int count);

    /// <summary>The overload for one sample.</summary>
    void ForwardOne(float[][] inputs, float[][] outputs);

    /// <summary>The overload that returns the network's own memory; null where there are several outputs.</summary>
    float[]? ForwardInPlace(float[][] inputs, int count);

    /// <summary>Forward of what Forward returned in the network's own memory; for networks with one input and output of the same length.</summary>
    float[] ForwardAgain(float[] inputs, int count);

    /// <summary>The overload with a count of a network with one output, into any memory.</summary>
    void ForwardInto(float[][] inputs, OutputMemory output, int count);

    /// <summary>The overload with a count, from and into any memory.</summary>
    void ForwardThrough(PortMemory inputs, PortMemory outputs, int count);

    /// <summary>What the overload returns that leaves the output in the network's own memory; for networks with one output.</summary>
    ReadOnlySpan<float> ForwardToSpan(float[][] inputs, int count);

    /// <summary>Backward; an input gradient of length 0 is not wanted.</summary>
    void Backward(float[][] outputGradients, float[][] inputGradients);

    /// <summary>Backward without gradients of inputs, which adds to the gradients of parameters.</summary>
    void BackwardAccumulating(float[][] outputGradients);

    /// <summary>Backward without gradients of parameters.</summary>
    void BackwardToInputs(float[][] outputGradients, float[][] inputGradients);

    IDrivenNetwork ShareParameters();

    /// <summary>A trainer on this network; null where no loss is declared.</summary>
    IDrivenTrainer? CreateTrainer(Optimizer optimizer, int seed, int degreeOfParallelism = 1);
}

/// <summary>Where a network is to write its output.</summary>
public delegate Span<float> OutputMemory(INetwork network);

/// <summary>Where an input or output lies, by its number.</summary>
public delegate Span<float> PortMemory(INetwork network, int port);

/// <summary>A generated trainer as tests drive it; labels come as <c>int[]</c>, other targets as <c>float[]</c>.</summary>
public interface IDrivenTrainer
{
    NetworkTrainer Trainer { get; }

    /// <summary>Each loss of the last call.</summary>
    float[] Losses { get; }

    float Step(float[][] inputs, Array[] targets);

    float ComputeGradients(float[][] inputs, Array[] targets);

    float Evaluate(float[][] inputs, Array[] targets);
}
