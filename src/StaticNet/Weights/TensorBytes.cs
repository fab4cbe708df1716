namespace StaticNet;

/// <summary>The bytes of the tensors to load, in memory: parts of a file that is there as a whole, or what was read of one.</summary>
internal readonly ref struct TensorBytes
{
    private readonly ReadOnlySpan<byte> data;
    private readonly ReadOnlySpan<SafetensorsEntry?> entries;
    private readonly byte[][]? read;

    /// <summary>Of a file in memory.</summary>
    public TensorBytes(ReadOnlySpan<byte> data, ReadOnlySpan<SafetensorsEntry?> entries)
    {
        this.data = data;
        this.entries = entries;
    }

    /// <summary>Of a file on disk.</summary>
    public TensorBytes(byte[][] read) => this.read = read;

    /// <summary>The bytes of one tensor; none if it is missing.</summary>
    public ReadOnlySpan<byte> this[int index] =>
        read is not null ? read[index]
        : entries[index] is { } entry ? data.Slice((int)entry.Begin, (int)entry.Length)
        : default;
}
