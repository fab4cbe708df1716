namespace StaticNet;

/// <summary>One tensor of a safetensors header.</summary>
internal sealed class SafetensorsEntry(string name, ElementType type, long[] shape, long begin, long end)
{
    public string Name { get; } = name;

    public ElementType Type { get; } = type;

    public long[] Shape { get; } = shape;

    /// <summary>Bytes from the start of the data to the tensor's first byte.</summary>
    public long Begin { get; } = begin;

    /// <summary>Bytes from the start of the data to the byte after the tensor's last.</summary>
    public long End { get; } = end;

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
    public string FormatShape()
    {
        var parts = new string[Shape.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Shape[i].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return "[" + string.Join(", ", parts) + "]";
    }
}
