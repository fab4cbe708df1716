namespace StaticNet;

/// <summary>
/// Pixels as channels of a smaller image, PyTorch's <c>nn.PixelUnshuffle</c>: <c>(C, H·r, W·r)</c> becomes <c>(C·r², H, W)</c> with
/// y[c·r² + i·r + j, h, w] = x[c, h·r + i, w·r + j], the inverse of <see cref="PixelShuffleAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelUnshuffleAttribute : LayerAttribute
{
    /// <summary>Moves height and width into channels.</summary>
    /// <param name="factor">r, by which height and width shrink, at least one; divides both.</param>
    public PixelUnshuffleAttribute(int factor) => Factor = factor;

    /// <summary>By how much height and width shrink.</summary>
    public int Factor { get; }
}
