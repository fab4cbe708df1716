namespace StaticNet;

/// <summary>
/// Gives the value another shape with as many elements, in row-major order, PyTorch's <c>reshape</c> without the batch:
/// <c>[Reshape(16, 7, 7)]</c>. It has no parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>Adds a change of shape.</summary>
    /// <param name="shape">The new lengths, without the batch. One may be −1: what is left for it.</param>
    public ReshapeAttribute(params int[] shape) => Shape = shape;

    /// <summary>The new lengths, without the batch.</summary>
    public int[] Shape { get; }
}
