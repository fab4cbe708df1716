using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

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
        int headerLength = SafetensorsHeader.ReadLength(file, file.Length);
        data = file[(SafetensorsHeader.PrefixLength + headerLength)..];
        return SafetensorsParser.Parse(file.Slice(SafetensorsHeader.PrefixLength, headerLength), data.Length);
    }

    /// <summary>Parses the header of a file on disk. The data are not read: whether they fit is known before.</summary>
    /// <exception cref="WeightsFormatException">The header is malformed or does not fit the file's length.</exception>
    public static SafetensorsHeader ReadHeader(SafeFileHandle file, out long dataStart)
    {
        long fileLength = RandomAccess.GetLength(file);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        if (fileLength >= prefix.Length)
            Fill(file, prefix, 0);
        int headerLength = SafetensorsHeader.ReadLength(prefix, fileLength);
        var json = new byte[headerLength];
        Fill(file, json, SafetensorsHeader.PrefixLength);
        dataStart = SafetensorsHeader.PrefixLength + headerLength;
        return SafetensorsParser.Parse(json, fileLength - dataStart);
    }

    /// <summary>
    /// Reads all data of a file into memory, so that nothing is left to fail once weights are being overwritten.
    /// </summary>
    /// <exception cref="WeightsFormatException">The data are longer than an array can be.</exception>
    public static byte[] ReadData(SafeFileHandle file, long dataStart)
    {
        long length = RandomAccess.GetLength(file) - dataStart;
        if (length > Array.MaxLength)
            throw new WeightsFormatException(
                $"The file has {length} bytes of data, more than the {Array.MaxLength} that can be loaded.");
        byte[] data = GC.AllocateUninitializedArray<byte>((int)length);
        Fill(file, data, dataStart);
        return data;
    }

    /// <summary>Writes a file, replacing the one that is there once all is on the disk.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tensors">What to write; sorted by name by this method.</param>
    /// <param name="metadata">The <c>__metadata__</c>, in the order to write it.</param>
    /// <param name="parameters">The flat parameters.</param>
    /// <param name="states">The optimizer's states.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a tensor ends beyond its buffer.</exception>
    /// <exception cref="IOException">The file could not be written; what was there before is intact.</exception>
    public static void Write(
        string path,
        StoredTensor[] tensors,
        ReadOnlySpan<KeyValuePair<string, string>> metadata,
        ReadOnlySpan<float> parameters,
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
        using var file = new AtomicFile(path);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        file.Write(prefix);
        file.Write(header);
        foreach (StoredTensor stored in tensors)
            SafetensorsData.Write(file, stored.Tensor, stored.State < 0 ? parameters : states[stored.State].Values);
        file.Commit();
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

    private static void Fill(SafeFileHandle file, Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(file, bytes, position);
            if (read == 0)
                throw new WeightsFormatException($"The file ends at byte {position}, {bytes.Length} bytes too early.");
            bytes = bytes[read..];
            position += read;
        }
    }
}
