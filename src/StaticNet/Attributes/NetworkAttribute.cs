namespace StaticNet;

/// <summary>
/// Marks a partial class as a network. The layer attributes on it, in source order, are compiled into a forward pass,
/// a backward pass and, where there is a loss, a training step for exactly these shapes.
/// </summary>
/// <example>
/// <code>
/// [Network]
/// [Input(784)]
/// [Dense(128), ReLU, Dense(10)]
/// [SoftmaxCrossEntropy]
/// public sealed partial class Classifier;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// The largest number of samples that one call takes; any count from one up to it is allowed. Memory grows with it.
    /// Default: 64.
    /// </summary>
    public int BatchCapacity { get; set; } = 64;

    /// <summary>The numeric contract. Default: <see cref="Precision.Default"/>.</summary>
    public Precision Precision { get; set; }

    /// <summary>What it is compiled for. Default: <see cref="Purpose.Training"/>, which is everything.</summary>
    public Purpose For { get; set; }
}
