namespace StaticNet;

/// <summary>
/// Leaves out axes of length 1, PyTorch's <c>torch.squeeze</c>: <c>(C, 1, 1)</c> becomes <c>(C)</c>. Of a value whose axes all are of length
/// 1, one stays. No code: the elements stay where they are.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SqueezeAttribute : LayerAttribute
{
    /// <summary>Leaves out axes.</summary>
    /// <param name="axes">
    /// Axes of length 1, counted without the batch; negative ones count from the end. None: all that are of length 1.
    /// </param>
    public SqueezeAttribute(params int[] axes) => Axes = axes;

    /// <summary>The axes that are left out; empty for all of length 1.</summary>
    public int[] Axes { get; }
}
