namespace StaticNet;

/// <summary>
/// x where it is positive, else alpha·(exp(x) − 1), element by element; the shape stays. PyTorch's <c>nn.ELU</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ELUAttribute : LayerAttribute
{
    /// <summary>Adds an exponential linear unit.</summary>
    /// <param name="alpha">Minus the value that it tends to far below zero.</param>
    public ELUAttribute(double alpha = 1.0) => Alpha = alpha;

    /// <summary>Minus the value that it tends to far below zero.</summary>
    public double Alpha { get; }
}
