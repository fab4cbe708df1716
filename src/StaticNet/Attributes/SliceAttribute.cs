namespace StaticNet;

/// <summary>
/// The part of a value from <see cref="Start"/> along an axis, PyTorch's <c>torch.narrow</c>: <c>[Slice(8, 4)]</c> takes elements 8 to 11.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SliceAttribute : LayerAttribute
{
    /// <summary>Takes a part.</summary>
    /// <param name="start">The first element that is taken; a negative one counts from the end.</param>
    /// <param name="count">How many are taken, at least one.</param>
    public SliceAttribute(int start, int count)
    {
        Start = start;
        Count = count;
    }

    /// <summary>The first element that is taken.</summary>
    public int Start { get; }

    /// <summary>How many are taken.</summary>
    public int Count { get; }

    /// <summary>The dimension along which it is taken, counted without the batch; a negative one counts from the end. Default: −1, the last.</summary>
    public int Axis { get; set; } = -1;
}
