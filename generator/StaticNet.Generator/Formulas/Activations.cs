namespace StaticNet.Generator.Formulas;

/// <summary>An activation function with its numbers filled in.</summary>
/// <param name="Name">Its name, that of its layer attribute.</param>
/// <param name="Formula">Its value as a formula of the pre-activation, input 0.</param>
/// <param name="DerivativeFromOutput">
/// Its derivative as a formula of its own output, as input 0, where the output determines it as precisely as PyTorch has it:
/// then the pre-activation need not be kept until the backward pass. Null where it does not.
/// </param>
internal sealed record Activation(string Name, Formula Formula, Formula? DerivativeFromOutput)
{
    /// <summary>Its derivative as a formula of the pre-activation, input 0.</summary>
    public Formula Derivative => Formula.Differentiate(0);
}

/// <summary>A number that an activation is declared with.</summary>
internal sealed record ActivationParameter(string Name, double Default);

/// <summary>A row of the table: an activation up to its numbers.</summary>
/// <param name="Name">Its name, that of its layer attribute.</param>
/// <param name="Parameters">Its numbers, in the order in which <paramref name="Create"/> takes them.</param>
/// <param name="Create">Fills them in.</param>
internal sealed record ActivationRow(
    string Name,
    IReadOnlyList<ActivationParameter> Parameters,
    Func<IReadOnlyList<double>, Activation> Create);

/// <summary>The activations. Adding one is adding a row.</summary>
internal static class Activations
{
    private static readonly Formula X = new Input(0);
    private static readonly Formula Y = new Input(0);

    /// <summary>max(x, 0), with slope 0 at 0.</summary>
    public static Activation Relu { get; } = new(
        "ReLU",
        Formula.Maximum(X, 0),
        Formula.Select(Comparison.Greater, Y, 0, 1, 0));

    /// <summary>1 / (1 + exp(-x)). The slope y (1 - y) loses digits where y comes close to 1, PyTorch's likewise.</summary>
    public static Activation Sigmoid { get; } = new("Sigmoid", Formula.Sigmoid(X), Y * (1 - Y));

    /// <summary>The hyperbolic tangent. The slope 1 - y² loses digits where y comes close to 1 or -1, PyTorch's likewise.</summary>
    public static Activation Tanh { get; } = new("Tanh", Formula.Tanh(X), 1 - (Y * Y));

    /// <summary>Every activation, in alphabetical order of their names.</summary>
    public static IReadOnlyList<ActivationRow> Table { get; } =
    [
        new("ELU", [new("Alpha", 1)], numbers => Elu(numbers[0])),
        new("LeakyReLU", [new("Slope", 0.01)], numbers => LeakyRelu(numbers[0])),
        new("ReLU", [], _ => Relu),
        new("Sigmoid", [], _ => Sigmoid),
        new("Tanh", [], _ => Tanh),
    ];

    /// <summary>x above 0, <paramref name="slope"/> * x below. Only a positive slope keeps the sign of x in the output; one of 0 is ReLU, which NaN passes.</summary>
    public static Activation LeakyRelu(double slope) => new(
        "LeakyReLU",
        slope == 0 ? Relu.Formula : Formula.Select(Comparison.Greater, X, 0, X, slope * X),
        slope > 0 ? Formula.Select(Comparison.Greater, Y, 0, 1, slope) : null);

    /// <summary>
    /// x above 0, <paramref name="alpha"/> * (exp(x) - 1) below.
    /// Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units, 2016.
    /// </summary>
    /// <remarks>
    /// The slope alpha * exp(x) is the output plus alpha as well, but not in single precision: the output rounds to -alpha from
    /// x = -17 on, where PyTorch's slope goes on to x = -103.
    /// </remarks>
    public static Activation Elu(double alpha) => new(
        "ELU",
        alpha == 0 ? Relu.Formula : Formula.Select(Comparison.Greater, X, 0, X, alpha * Formula.Expm1(X)),
        DerivativeFromOutput: null);
}
