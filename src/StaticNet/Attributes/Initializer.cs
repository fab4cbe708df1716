namespace StaticNet;

/// <summary>
/// How a tensor starts. Fan-in is the number of inputs that one output sums over (for a convolution, input channels of
/// the group times kernel height times kernel width); fan-out is the number of outputs that one input reaches.
/// </summary>
public enum Initializer
{
    /// <summary>PyTorch's for the layer: uniform within ±1/√(fan-in) times the scale, for weights and biases alike.</summary>
    Default,

    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Every element is the scale.</summary>
    Constant,

    /// <summary>Normal, with mean zero and the scale as its standard deviation.</summary>
    Normal,

    /// <summary>Mean zero and variance 1/fan-in, as in Caffe; the scale multiplies the standard deviation.</summary>
    Xavier,

    /// <summary>
    /// Mean zero and variance 2/(fan-in + fan-out); the scale multiplies the standard deviation. Glorot and Bengio,
    /// "Understanding the difficulty of training deep feedforward neural networks", 2010.
    /// </summary>
    Glorot,

    /// <summary>
    /// Mean zero and variance 2/fan-in, made for ReLU; the scale multiplies the standard deviation. He et al., "Delving
    /// Deep into Rectifiers", 2015.
    /// </summary>
    He,
}
