namespace StaticNet;

/// <summary>What a tensor is to its network.</summary>
public enum TensorKind
{
    /// <summary>Trained: it lies in the network's Parameters, and its gradient in Gradients.</summary>
    Parameter,

    /// <summary>Kept and saved but not trained, such as running statistics: it lies in the network's States.</summary>
    State,
}
