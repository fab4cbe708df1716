namespace StaticNet;

/// <summary>One tensor of a safetensors header.</summary>
internal sealed class SafetensorsEntry(string name, string type, long[] shape, long begin, long end)
{
    public string Name { get; } = name;

    /// <summary>The element type; null if no network can be read from it.</summary>
    public ElementType? Type { get; } = type switch
    {
        "F32" => ElementType.F32,
        "F16" => ElementType.F16,
        "BF16" => ElementType.BF16,
        "F64" => ElementType.F64,
        _ => null,
    };

    /// <summary>The element type as the file has it.</summary>
    public string TypeName { get; } = type;

    public long[] Shape { get; } = shape;

    /// <summary>Bytes from the start of the data to the tensor's first byte.</summary>
    public long Begin { get; } = begin;

    /// <summary>Bytes from the start of the data to the byte after the tensor's last.</summary>
    public long End { get; } = end;

    /// <summary>How many bytes there are.</summary>
    public long Length => End - Begin;

    /// <summary>Whether the shape is <paramref name="other"/>.</summary>
    public bool HasShape(ReadOnlySpan<int> other)
    {
        if (Shape.Length != other.Length)
            return false;
        for (int i = 0; i < other.Length; i++)
        {
            if (Shape[i] != other[i])
                return false;
        }

        return true;
    }

    /// <summary>The shape as messages show it.</summary>
    public string FormatShape() => Quotation.OfShape<long>(Shape);
}
