namespace StaticNet;

/// <summary>
/// Channels as pixels of a larger image, PyTorch's <c>nn.PixelShuffle</c>: <c>(C·r², H, W)</c> becomes <c>(C, H·r, W·r)</c> with
/// y[c, h·r + i, w·r + j] = x[c·r² + i·r + j, h, w]. Source: Shi et al., Real-Time Single Image and Video Super-Resolution Using an
/// Efficient Sub-Pixel Convolutional Neural Network, 2016.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelShuffleAttribute : LayerAttribute
{
    /// <summary>Moves channels into height and width.</summary>
    /// <param name="factor">r, by which height and width grow, at least one; its square divides the channels.</param>
    public PixelShuffleAttribute(int factor) => Factor = factor;

    /// <summary>By how much height and width grow.</summary>
    public int Factor { get; }
}
