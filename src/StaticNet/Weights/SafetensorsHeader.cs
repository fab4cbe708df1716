using System.Buffers.Binary;

namespace StaticNet;

/// <summary>The header of a safetensors file, checked: tensors fill the data exactly, without gaps or overlaps.</summary>
/// <remarks>
/// The format (https://github.com/huggingface/safetensors#format): 8 bytes with the header's length, little-endian; the header,
/// JSON; the data.
/// </remarks>
internal sealed class SafetensorsHeader
{
    public const int PrefixLength = 8;
    public const string MetadataKey = "__metadata__";
    private const long LongestHeader = 100_000_000;
    private readonly Dictionary<string, SafetensorsEntry> entries;

    internal SafetensorsHeader(Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        this.entries = entries;
        Metadata = metadata;
    }

    /// <summary>The <c>__metadata__</c> of the file.</summary>
    public Dictionary<string, string> Metadata { get; }

    /// <summary>The length of the JSON header from the first 8 bytes of a file of <paramref name="fileLength"/> bytes.</summary>
    /// <exception cref="WeightsFormatException">The file is too short for it, or the length is out of range.</exception>
    public static int ReadLength(ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (fileLength < PrefixLength)
            throw new WeightsFormatException(
                $"A safetensors file begins with the header's length in {PrefixLength} bytes, but the file has "
                + $"{fileLength} bytes.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw new WeightsFormatException(
                $"The header's length is {length} bytes, more than the {LongestHeader} that safetensors allows.");
        if ((long)length > fileLength - PrefixLength)
            throw new WeightsFormatException(
                $"The header's length is {length} bytes, but only {fileLength - PrefixLength} follow; the file is "
                + "truncated or not safetensors.");
        return (int)length;
    }

    /// <summary>Finds each expected tensor in the file, and requires that there is no other.</summary>
    /// <returns>The entries in the order of <paramref name="expected"/>.</returns>
    /// <exception cref="WeightsFormatException">A tensor is missing, unexpected or has another shape.</exception>
    public SafetensorsEntry[] Match(ReadOnlySpan<StoredTensor> expected)
    {
        var matched = new SafetensorsEntry[expected.Length];
        var names = new HashSet<string>(expected.Length, StringComparer.Ordinal);
        for (int i = 0; i < matched.Length; i++)
        {
            StoredTensor stored = expected[i];
            names.Add(stored.Name);
            if (!entries.TryGetValue(stored.Name, out SafetensorsEntry? entry))
                throw new WeightsFormatException(
                    $"Tensor '{stored.Name}' is missing: expected it with shape {RowMajor.Format(stored.Tensor.Shape)}, "
                    + $"found {FormatNames()}.");
            if (!entry.HasShape(stored.Tensor.Shape))
                throw new WeightsFormatException(
                    $"Tensor '{stored.Name}': expected shape {RowMajor.Format(stored.Tensor.Shape)}, found "
                    + $"{entry.FormatShape()}.");
            matched[i] = entry;
        }

        foreach (string name in entries.Keys)
        {
            if (!names.Contains(name))
                throw new WeightsFormatException(
                    $"Tensor '{name}' {entries[name].FormatShape()} is unexpected: the network has no tensor of that "
                    + $"name.{CheckpointHint()}");
        }

        return matched;
    }

    private string CheckpointHint() =>
        Metadata.ContainsKey(Checkpoint.VersionKey) ? " The file is a training checkpoint; load it through a trainer." : "";

    private string FormatNames()
    {
        const int shown = 8;
        if (entries.Count == 0)
            return "no tensors";
        var names = new string[entries.Count];
        entries.Keys.CopyTo(names, 0);
        Array.Sort(names, StringComparer.Ordinal);
        return names.Length <= shown
            ? string.Join(", ", names)
            : string.Join(", ", names, 0, shown) + $" and {names.Length - shown} more";
    }
}
