namespace StaticNet;

/// <summary>
/// What every layer attribute has in common. Attributes apply in source order; each layer takes what the one before it
/// made, unless <see cref="From"/> says otherwise.
/// </summary>
/// <remarks>
/// Shapes are those of one sample, without the batch: a feature vector is <c>(F)</c>, an image <c>(C, H, W)</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    // The compiler knows a closed set of layers: an attribute from outside could mean nothing to it.
    private protected LayerAttribute()
    {
    }

    /// <summary>
    /// The layer's name, a C# identifier unique in its network or block. Others refer to it in <see cref="From"/> or in a
    /// merge, and its parameters carry it: <c>stem.weight</c>. Default: none; parameters are then numbered as in
    /// <c>nn.Sequential</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The name of an earlier layer or input that this layer takes. Default: the layer before it.</summary>
    public string? From { get; set; }

    /// <summary>
    /// A name under which layers of one kind and size, or uses of one block, share their parameters: those of the first that has it, in the
    /// same network or block. Their gradients add up. Default: none; a layer has parameters of its own.
    /// </summary>
    public string? Weights { get; set; }

    /// <summary>
    /// Whether the layer's parameters stay as they are: they have no gradient, no optimizer changes them, and behind the last layer that is
    /// trained nothing is computed of a training step's gradients. They are saved and loaded like others; running statistics are no
    /// parameters. Default: false.
    /// </summary>
    public bool Frozen { get; set; }
}
