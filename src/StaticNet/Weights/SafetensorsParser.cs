using System.Text.Json;

namespace StaticNet;

/// <summary>Reads and checks the JSON header of a safetensors file.</summary>
internal static class SafetensorsParser
{
    /// <summary>Parses a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The number of bytes after it.</param>
    /// <exception cref="WeightsFormatException">Anything is not as the format demands.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        bool hasMetadata = false;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            Expect(ref reader, JsonTokenType.StartObject, "the header");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                if (name == SafetensorsHeader.MetadataKey)
                {
                    if (hasMetadata)
                        throw Duplicate(name);
                    hasMetadata = true;
                    metadata = reader.TokenType == JsonTokenType.Null ? null : ReadMetadata(ref reader);
                }
                else if (!entries.TryAdd(name, ReadEntry(ref reader, name)))
                {
                    throw Duplicate(name);
                }
            }

            // Only white space may follow; anything else throws.
            reader.Read();
        }
        catch (JsonException error)
        {
            throw new WeightsFormatException($"The header is not valid JSON: {Quotation.Of(error.Message, 200)}");
        }
        catch (InvalidOperationException error)
        {
            // What Utf8JsonReader throws for a string that is not valid UTF-8.
            throw new WeightsFormatException($"The header is not valid UTF-8: {Quotation.Of(error.Message, 200)}");
        }

        CheckLayout(entries, dataLength);
        return new SafetensorsHeader(entries, metadata ?? []);
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, SafetensorsHeader.MetadataKey);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.String, $"{SafetensorsHeader.MetadataKey} '{Quotation.Of(key)}'");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Duplicate(key);
        }

        return metadata;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string quoted = Quotation.Of(name);
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{quoted}'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            bool repeated;
            switch (key)
            {
                case "dtype":
                    repeated = type is not null;
                    type = ReadType(ref reader, quoted);
                    break;
                case "shape":
                    repeated = shape is not null;
                    shape = ReadIntegers(ref reader, quoted, key);
                    break;
                case "data_offsets":
                    repeated = offsets is not null;
                    offsets = ReadIntegers(ref reader, quoted, key);
                    break;
                default:
                    // The format allows for fields to come.
                    repeated = false;
                    reader.Skip();
                    break;
            }

            if (repeated)
                throw new WeightsFormatException($"Tensor '{quoted}': '{key}' is there twice.");
        }

        if (type is null || shape is null || offsets is null)
        {
            string missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new WeightsFormatException($"Tensor '{quoted}': '{missing}' is missing.");
        }

        if (offsets.Length != 2)
            throw new WeightsFormatException($"Tensor '{quoted}': expected 2 data_offsets, found {offsets.Length}.");
        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static string ReadType(ref Utf8JsonReader reader, string quoted)
    {
        Expect(ref reader, JsonTokenType.String, $"dtype of tensor '{quoted}'");
        return reader.GetString()!;
    }

    private static long[] ReadIntegers(ref Utf8JsonReader reader, string quoted, string key)
    {
        var values = new List<long>(4);
        Expect(ref reader, JsonTokenType.StartArray, $"{key} of tensor '{quoted}'");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value) || value < 0)
                throw new WeightsFormatException(
                    $"Tensor '{quoted}': {key} must be whole numbers from 0, found '{Quotation.Of(reader.ValueSpan)}'.");
            values.Add(value);
        }

        return values.ToArray();
    }

    /// <summary>
    /// Requires that each tensor's bytes are as many as its shape says, and that together they are the data. Types that are not
    /// read may have elements of any size.
    /// </summary>
    private static void CheckLayout(Dictionary<string, SafetensorsEntry> entries, long dataLength)
    {
        var ordered = new SafetensorsEntry[entries.Count];
        entries.Values.CopyTo(ordered, 0);
        Array.Sort(ordered, static (a, b) =>
            a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin)
            : a.End != b.End ? a.End.CompareTo(b.End)
            : string.CompareOrdinal(a.Name, b.Name));

        long position = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            string quoted = Quotation.Of(entry.Name);
            if (entry.End < entry.Begin)
                throw new WeightsFormatException(
                    $"Tensor '{quoted}': data_offsets end at {entry.End}, before they begin at {entry.Begin}.");
            if (entry.End > dataLength)
                throw new WeightsFormatException(
                    $"Tensor '{quoted}': data_offsets end at {entry.End}, but the file has {dataLength} bytes of data.");
            if (entry.Type is { } type && (UInt128)entry.Length != Size(entry.Shape, type))
                throw new WeightsFormatException(
                    $"Tensor '{quoted}': expected {Size(entry.Shape, type)} bytes for {type} {entry.FormatShape()}, found "
                    + $"{entry.Length}.");
            if (entry.Begin != position)
            {
                throw new WeightsFormatException(entry.Begin < position
                    ? $"Tensor '{quoted}': its data begin at {entry.Begin} and overlap another's, which end at {position}."
                    : $"Tensor '{quoted}': its data begin at {entry.Begin} and leave a hole from {position} on.");
            }

            position = entry.End;
        }

        if (position != dataLength)
            throw new WeightsFormatException(
                $"Expected {position} bytes of data, found {dataLength}: {dataLength - position} belong to no tensor.");
    }

    private static UInt128 Size(ReadOnlySpan<long> shape, ElementType type)
    {
        UInt128 size = type switch { ElementType.F64 => 8u, ElementType.F32 => 4u, _ => 2u };
        foreach (long dimension in shape)
        {
            // A size past all numbers is as wrong as any other, unless a zero still follows.
            var factor = (UInt128)dimension;
            size = factor != 0 && size > UInt128.MaxValue / factor ? UInt128.MaxValue : size * factor;
        }

        return size;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        if (reader.TokenType != expected)
            throw new WeightsFormatException($"Expected {expected} for {what}, found {reader.TokenType}.");
    }

    private static WeightsFormatException Duplicate(string name) => new($"'{Quotation.Of(name)}' is in the header twice.");
}
