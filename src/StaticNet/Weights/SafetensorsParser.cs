using System.Text;
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
                    if (metadata is not null)
                        throw Duplicate(name);
                    metadata = ReadMetadata(ref reader);
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
            throw new WeightsFormatException($"The header is not valid JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // What Utf8JsonReader throws for a string that is not valid UTF-8.
            throw new WeightsFormatException($"The header is not valid UTF-8: {error.Message}", error);
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
            Expect(ref reader, JsonTokenType.String, $"{SafetensorsHeader.MetadataKey} '{key}'");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Duplicate(key);
        }

        return metadata;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        ElementType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{name}'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            bool repeated;
            switch (key)
            {
                case "dtype":
                    repeated = type is not null;
                    type = ReadType(ref reader, name);
                    break;
                case "shape":
                    repeated = shape is not null;
                    shape = ReadIntegers(ref reader, name, key);
                    break;
                case "data_offsets":
                    repeated = offsets is not null;
                    offsets = ReadIntegers(ref reader, name, key);
                    break;
                default:
                    throw new WeightsFormatException($"Tensor '{name}': expected dtype, shape and data_offsets, found '{key}'.");
            }

            if (repeated)
                throw new WeightsFormatException($"Tensor '{name}': '{key}' is there twice.");
        }

        if (type is null || shape is null || offsets is null)
        {
            string missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new WeightsFormatException($"Tensor '{name}': '{missing}' is missing.");
        }

        if (offsets.Length != 2)
            throw new WeightsFormatException($"Tensor '{name}': expected 2 data_offsets, found {offsets.Length}.");
        return new SafetensorsEntry(name, type.Value, shape, offsets[0], offsets[1]);
    }

    private static ElementType ReadType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, $"dtype of tensor '{name}'");
        return reader.GetString() switch
        {
            "F32" => ElementType.F32,
            "F16" => ElementType.F16,
            "BF16" => ElementType.BF16,
            "F64" => ElementType.F64,
            string other => throw new WeightsFormatException(
                $"Tensor '{name}': expected dtype F32, F16, BF16 or F64, found '{other}'."),
            null => throw new WeightsFormatException($"Tensor '{name}': dtype is null."),
        };
    }

    private static long[] ReadIntegers(ref Utf8JsonReader reader, string name, string key)
    {
        var values = new List<long>(4);
        Expect(ref reader, JsonTokenType.StartArray, $"{key} of tensor '{name}'");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value) || value < 0)
                throw new WeightsFormatException(
                    $"Tensor '{name}': {key} must be whole numbers from 0, found '{Encoding.UTF8.GetString(reader.ValueSpan)}'.");
            values.Add(value);
        }

        return values.ToArray();
    }

    /// <summary>Requires that each tensor's bytes are as many as its shape says, and that together they are the data.</summary>
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
            if (entry.End < entry.Begin)
                throw new WeightsFormatException(
                    $"Tensor '{entry.Name}': data_offsets end at {entry.End}, before they begin at {entry.Begin}.");
            if (entry.End > dataLength)
                throw new WeightsFormatException(
                    $"Tensor '{entry.Name}': data_offsets end at {entry.End}, but the file has {dataLength} bytes of data.");
            UInt128 expected = Size(entry);
            if ((UInt128)(entry.End - entry.Begin) != expected)
                throw new WeightsFormatException(
                    $"Tensor '{entry.Name}': expected {expected} bytes for {entry.Type} {entry.FormatShape()}, found "
                    + $"{entry.End - entry.Begin}.");
            if (entry.Begin != position)
            {
                throw new WeightsFormatException(entry.Begin < position
                    ? $"Tensor '{entry.Name}': its data begin at {entry.Begin} and overlap another's, which end at {position}."
                    : $"Tensor '{entry.Name}': its data begin at {entry.Begin} and leave a hole from {position} on.");
            }

            position = entry.End;
        }

        if (position != dataLength)
            throw new WeightsFormatException(
                $"Expected {position} bytes of data, found {dataLength}: {dataLength - position} belong to no tensor.");
    }

    private static UInt128 Size(SafetensorsEntry entry)
    {
        UInt128 size = entry.Type switch { ElementType.F64 => 8u, ElementType.F32 => 4u, _ => 2u };
        foreach (long dimension in entry.Shape)
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

    private static WeightsFormatException Duplicate(string name) => new($"'{name}' is in the header twice.");
}
