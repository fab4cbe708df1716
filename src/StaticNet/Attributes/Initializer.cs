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

    /// <summary>Uniform within ± the scale.</summary>
    Uniform,

    /// <summary>
    /// Normal, with mean zero and the scale times √(1/fan-in) as its standard deviation. LeCun et al., "Efficient BackProp",
    /// 1998.
    /// </summary>
    LeCunNormal,

    /// <summary>Uniform within ±√(3/fan-in) times the scale: as wide as <see cref="LeCunNormal"/>.</summary>
    LeCunUniform,

    /// <summary>
    /// Normal, with mean zero and the scale times √(2/(fan-in + fan-out)) as its standard deviation: PyTorch's
    /// <c>xavier_normal_</c>. Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    /// </summary>
    GlorotNormal,

    /// <summary>
    /// Uniform within ±√(6/(fan-in + fan-out)) times the scale: PyTorch's <c>xavier_uniform_</c>, Keras' default. Glorot and
    /// Bengio, 2010.
    /// </summary>
    GlorotUniform,

    /// <summary>
    /// Normal, with mean zero and the scale times √(2/fan-in) as its standard deviation, made for ReLU: PyTorch's
    /// <c>kaiming_normal_</c>. He et al., "Delving Deep into Rectifiers", 2015.
    /// </summary>
    HeNormal,

    /// <summary>Uniform within ±√(6/fan-in) times the scale: PyTorch's <c>kaiming_uniform_</c>. He et al., 2015.</summary>
    HeUniform,
}
