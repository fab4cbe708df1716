namespace StaticNet;

/// <summary>x where it is positive, else slope·x, element by element; the shape stays. PyTorch's <c>nn.LeakyReLU</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LeakyReLUAttribute : LayerAttribute
{
    /// <summary>Adds a leaky ReLU.</summary>
    /// <param name="slope">The slope below zero.</param>
    public LeakyReLUAttribute(double slope = 0.01) => Slope = slope;

    /// <summary>The slope below zero.</summary>
    public double Slope { get; }
}
