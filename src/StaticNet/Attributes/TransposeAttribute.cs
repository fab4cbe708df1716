namespace StaticNet;

/// <summary>
/// Two axes exchanged, PyTorch's <c>torch.transpose</c> without the batch: <c>(T, F)</c> becomes <c>(F, T)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransposeAttribute : LayerAttribute
{
    /// <summary>Adds a transposition.</summary>
    /// <param name="axis0">One of the axes, counted without the batch; a negative one counts from the end. Default: −2, the last but one.</param>
    /// <param name="axis1">The other. Default: −1, the last.</param>
    public TransposeAttribute(int axis0 = -2, int axis1 = -1)
    {
        Axis0 = axis0;
        Axis1 = axis1;
    }

    /// <summary>One of the axes.</summary>
    public int Axis0 { get; }

    /// <summary>The other.</summary>
    public int Axis1 { get; }
}
