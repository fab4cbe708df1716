using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace StaticNet;

/// <summary>Reads and writes whole safetensors files.</summary>
internal static class SafetensorsFile
{
    // Of data; what follows an 8-byte length and a header of such a size is aligned as well.
    private const int Alignment = 8;

    /// <summary>Parses the header of a file in memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="data">The bytes after the header.</param>
    /// <exception cref="WeightsFormatException">The header is malformed or does not fit the data.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> data)
    {
        int headerLength = SafetensorsHeader.ReadLength(file[..Math.Min(file.Length, SafetensorsHeader.StartLength)], file.Length);
        data = file[(SafetensorsHeader.PrefixLength + headerLength)..];
        return SafetensorsParser.Parse(file.Slice(SafetensorsHeader.PrefixLength, headerLength), data.Length);
    }

    /// <summary>Parses the header of a file on disk. The data are not read: whether they fit is known before.</summary>
    /// <exception cref="WeightsFormatException">The header is malformed or does not fit the file's length.</exception>
    /// <exception cref="IOException">The file could not be read, or changes meanwhile.</exception>
    public static SafetensorsHeader ReadHeader(InputFile file, out long dataStart)
    {
        Span<byte> start = stackalloc byte[SafetensorsHeader.StartLength];
        start = start[..(int)Math.Min(start.Length, file.Length)];
        file.Read(start, 0);
        int headerLength = SafetensorsHeader.ReadLength(start, file.Length);
        var json = new byte[headerLength];
        file.Read(json, SafetensorsHeader.PrefixLength);
        dataStart = SafetensorsHeader.PrefixLength + headerLength;
        return SafetensorsParser.Parse(json, file.Length - dataStart);
    }

    /// <summary>
    /// Reads all data of the tensors into memory, so that nothing is left to fail once weights are being overwritten.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="dataStart">Where its data begin.</param>
    /// <param name="entries">Which tensors; those that are null are not read.</param>
    /// <exception cref="WeightsFormatException">The data of a tensor are longer than an array can be.</exception>
    /// <exception cref="IOException">The file could not be read, or has changed since it was opened.</exception>
    public static byte[][] ReadData(InputFile file, long dataStart, ReadOnlySpan<SafetensorsEntry?> entries)
    {
        var data = new byte[entries.Length][];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = [];
            if (entries[i] is not { } entry)
                continue;
            if (entry.Length > Array.MaxLength)
                throw new WeightsFormatException(
                    $"Tensor '{Quotation.Of(entry.Name)}' has {entry.Length} bytes, more than the {Array.MaxLength} that can be "
                    + "loaded.");
            data[i] = GC.AllocateUninitializedArray<byte>((int)entry.Length);
            file.Read(data[i], dataStart + entry.Begin);
        }

        file.RequireUnchanged();
        return data;
    }

    /// <summary>Writes a file, replacing the one that is there once all is on the disk.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tensors">What to write; sorted by name by this method.</param>
    /// <param name="metadata">The <c>__metadata__</c>, in the order to write it.</param>
    /// <param name="memory">The flat buffers of the network.</param>
    /// <param name="states">The optimizer's states.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a tensor ends beyond its buffer.</exception>
    /// <exception cref="IOException">The file could not be written; what was there before is intact.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(
        string path,
        StoredTensor[] tensors,
        ReadOnlySpan<KeyValuePair<string, string>> metadata,
        WeightMemory memory,
        ReadOnlySpan<OptimizerState> states)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Array.Sort(tensors, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int i = 1; i < tensors.Length; i++)
        {
            if (tensors[i].Name == tensors[i - 1].Name)
                throw new ArgumentException($"Two tensors are named '{tensors[i].Name}'; give one of the layers another name.");
        }

        ReadOnlySpan<byte> header = Header(tensors, metadata);
        while (!TryWrite(path, header, tensors, memory, states))
        {
        }
    }

    private static bool TryWrite(
        string path,
        ReadOnlySpan<byte> header,
        ReadOnlySpan<StoredTensor> tensors,
        WeightMemory memory,
        ReadOnlySpan<OptimizerState> states)
    {
        using var file = new AtomicFile(path);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        file.Write(prefix);
        file.Write(header);
        foreach (StoredTensor stored in tensors)
            SafetensorsData.Write(file, stored.Tensor, stored.State < 0 ? memory.Of(stored.Tensor) : states[stored.State].Values);
        return file.TryCommit();
    }

    private static ReadOnlySpan<byte> Header(StoredTensor[] tensors, ReadOnlySpan<KeyValuePair<string, string>> metadata)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach (KeyValuePair<string, string> pair in metadata)
                json.WriteString(pair.Key, pair.Value);
            json.WriteEndObject();

            long offset = 0;
            foreach (StoredTensor stored in tensors)
            {
                json.WriteStartObject(stored.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in stored.Tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += (long)stored.Tensor.Length * sizeof(float);
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padding = (Alignment - bytes.WrittenCount % Alignment) % Alignment;
        bytes.GetSpan(Alignment)[..padding].Fill((byte)' ');
        bytes.Advance(padding);
        return bytes.WrittenSpan;
    }
}
