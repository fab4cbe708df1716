namespace StaticNet;

/// <summary>The flat buffers in which a network's tensors lie, by their kind.</summary>
/// <param name="parameters">What is trained.</param>
/// <param name="states">What is kept and saved beside.</param>
internal readonly ref struct WeightMemory(Span<float> parameters, Span<float> states)
{
    private readonly Span<float> parameters = parameters;
    private readonly Span<float> states = states;

    /// <summary>The buffers of a network.</summary>
    public static WeightMemory Of(INetwork network) => new(network.Parameters, network.States);

    /// <summary>The buffer that a tensor's offset is in.</summary>
    public Span<float> Of(TensorInfo tensor) => tensor.Kind == TensorKind.State ? states : parameters;
}
