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

    /// <summary>Bytes that show of which format a file is.</summary>
    public const int StartLength = 512;

    public const string MetadataKey = "__metadata__";
    private const long LongestHeader = 100_000_000;

    internal SafetensorsHeader(Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors by name.</summary>
    public Dictionary<string, SafetensorsEntry> Entries { get; }

    /// <summary>The <c>__metadata__</c> of the file.</summary>
    public Dictionary<string, string> Metadata { get; }

    /// <summary>The length of the JSON header of a file of <paramref name="fileLength"/> bytes.</summary>
    /// <param name="start">The first bytes of the file, <see cref="StartLength"/> or all that there are.</param>
    /// <param name="fileLength">How many bytes the file has.</param>
    /// <exception cref="WeightsFormatException">
    /// The file is too short for it, the length is out of range, or the file is of another format.
    /// </exception>
    public static int ReadLength(ReadOnlySpan<byte> start, long fileLength)
    {
        if (ForeignFormat.Recognize(start) is { } format && !MayBeSafetensors(start))
            throw new WeightsFormatException(format);
        if (fileLength < PrefixLength)
            throw new WeightsFormatException(
                $"A safetensors file begins with the header's length in {PrefixLength} bytes, but the file has "
                + $"{fileLength} bytes.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > LongestHeader)
            throw new WeightsFormatException(
                $"The header's length is {length} bytes, more than the {LongestHeader} that safetensors allows; the file is "
                + "damaged or not safetensors.");
        if ((long)length > fileLength - PrefixLength)
            throw new WeightsFormatException(
                $"The header's length is {length} bytes, but only {fileLength - PrefixLength} follow; the file is "
                + "truncated or not safetensors.");
        return (int)length;
    }

    /// <summary>Whether a header may begin here: other formats may begin with what would be a length.</summary>
    private static bool MayBeSafetensors(ReadOnlySpan<byte> start) =>
        start.Length > PrefixLength
        && BinaryPrimitives.ReadUInt64LittleEndian(start) <= LongestHeader
        && start[PrefixLength] is (byte)'{' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
