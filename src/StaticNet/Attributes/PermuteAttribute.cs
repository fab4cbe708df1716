namespace StaticNet;

/// <summary>
/// Axes in another order, PyTorch's <c>torch.permute</c> without the batch: axis i of the result is axis <c>axes[i]</c> of the input, so
/// that <c>[Permute(1, 2, 0)]</c> makes <c>(H, W, C)</c> of <c>(C, H, W)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PermuteAttribute : LayerAttribute
{
    /// <summary>Adds a permutation of axes.</summary>
    /// <param name="axes">Every axis once, counted without the batch; negative ones count from the end.</param>
    public PermuteAttribute(params int[] axes) => Axes = axes;

    /// <summary>The axes of the input in their new order.</summary>
    public int[] Axes { get; }
}
