namespace StaticNet;

/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias, with the statistics of groups of channels of every sample, PyTorch's
/// <c>nn.GroupNorm</c>; the shape <c>(C, ...)</c> stays. Source: Wu and He, Group Normalization, 2018.
/// </summary>
/// <remarks>Parameters: <c>weight</c> and <c>bias</c>, both of shape <c>(C)</c>.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GroupNormAttribute : LayerAttribute
{
    /// <summary>Adds a normalisation of groups of channels.</summary>
    /// <param name="groups">Into how many groups the channels are split, at least one; divides them.</param>
    public GroupNormAttribute(int groups) => Groups = groups;

    /// <summary>The number of groups.</summary>
    public int Groups { get; }

    /// <summary>ε, what keeps the square root from 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether there are trainable parameters. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
