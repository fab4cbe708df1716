namespace StaticNet;

/// <summary>How <see cref="ReduceAttribute"/> combines elements.</summary>
public enum Reduction
{
    /// <summary>Their sum, PyTorch's <c>torch.sum</c>.</summary>
    Sum,

    /// <summary>Their mean, PyTorch's <c>torch.mean</c>.</summary>
    Mean,

    /// <summary>The largest, PyTorch's <c>torch.max</c>; of several that are the largest, the first has the gradient.</summary>
    Maximum,

    /// <summary>The smallest, PyTorch's <c>torch.min</c>; of several that are the smallest, the first has the gradient.</summary>
    Minimum,
}
