namespace StaticNet;

/// <summary>
/// A value that a cell keeps from one step to the next: zeros before the first step, then what the layer named by <see cref="Next"/> made
/// in the step before. Its name stands for that value. It belongs to a block that is used by <see cref="ScanAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class StateAttribute : LayerAttribute
{
    /// <summary>Adds a state.</summary>
    /// <param name="shape">Its lengths, without the batch.</param>
    public StateAttribute(params int[] shape) => Shape = shape;

    /// <summary>Its lengths, without the batch.</summary>
    public int[] Shape { get; }

    /// <summary>The name of the layer whose value it becomes, which may stand further down.</summary>
    public string? Next { get; set; }
}
