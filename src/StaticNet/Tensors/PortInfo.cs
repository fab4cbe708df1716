namespace StaticNet;

/// <summary>An input or output of a network: its name, the shape of one sample, and what its elements are.</summary>
public sealed class PortInfo
{
    private readonly int[] shape;

    internal PortInfo(string name, int[] shape, Element element)
    {
        Name = name;
        this.shape = shape;
        Element = element;
        Length = RowMajor.Length(shape);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample, without the batch.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>The elements of one sample.</summary>
    public int Length { get; }

    /// <summary>What the elements are.</summary>
    public Element Element { get; }

    /// <summary>Name and shape, for example <c>input [1, 28, 28]</c>.</summary>
    public override string ToString() => $"{Name} {RowMajor.Format(shape)}";
}
