namespace StaticNet;

/// <summary>
/// A fully connected layer, PyTorch's <c>nn.Linear</c>: y = W x + b along the last axis. <c>(F)</c> becomes <c>(outputs)</c>, and
/// <c>(T, F)</c> becomes <c>(T, outputs)</c>.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape <c>(outputs, F)</c>, and <c>bias</c> of shape <c>(outputs)</c>. An image whose
/// pixels all matter to every output is flattened first, with <see cref="FlattenAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute : LayerAttribute
{
    /// <summary>Adds a fully connected layer.</summary>
    /// <param name="outputs">The number of output features, at least one.</param>
    public DenseAttribute(int outputs) => Outputs = outputs;

    /// <summary>The number of output features.</summary>
    public int Outputs { get; }

    /// <summary>Whether a learned bias is added. Default: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weight starts. Default: <see cref="Initializer.Default"/>.</summary>
    public Initializer Initializer { get; set; }

    /// <summary>The scale that <see cref="Initializer"/> takes. Default: 1.</summary>
    public double InitializerScale { get; set; } = 1.0;

    /// <summary>How the bias starts. Default: <see cref="Initializer.Default"/>.</summary>
    public Initializer BiasInitializer { get; set; }

    /// <summary>The scale that <see cref="BiasInitializer"/> takes. Default: 1.</summary>
    public double BiasInitializerScale { get; set; } = 1.0;
}
