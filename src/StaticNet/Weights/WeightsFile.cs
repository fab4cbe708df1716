using System.ComponentModel;

namespace StaticNet.Runtime;

/// <summary>Weights as safetensors files: what Save and Load of a generated network call.</summary>
/// <remarks>
/// Tensors are stored in the user's shape and row-major order, so that a file does not depend on the compiler's layout and a
/// PyTorch state dict loads as it is. Reading takes F32, F16, BF16 and F64; writing makes F32.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WeightsFile
{
    /// <summary>Writes all tensors, sorted by name, atomically: a failure leaves the file that was there as it was.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="parameters">The flat buffer of parameters.</param>
    /// <param name="states">The flat buffer of states.</param>
    /// <exception cref="IOException">The file could not be written, or something else than a file is there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Save(string path, ReadOnlySpan<TensorInfo> tensors, Span<float> parameters, Span<float> states)
    {
        // Loaders of the Python ecosystem look for this key to know whose tensors they read.
        ReadOnlySpan<KeyValuePair<string, string>> metadata = [new("format", "pt")];
        SafetensorsFile.Write(path, StoredTensor.Weights(tensors), metadata, new WeightMemory(parameters, states), default);
    }

    /// <summary>Reads tensors from a file. Nothing is written unless everything fits.</summary>
    /// <param name="path">The file to read.</param>
    /// <param name="tensors">The tensors of the network.</param>
    /// <param name="parameters">The flat buffer of parameters.</param>
    /// <param name="states">The flat buffer of states.</param>
    /// <param name="options">How the file may differ.</param>
    /// <exception cref="IOException">
    /// The file could not be read, is a folder or a device, or was written to meanwhile.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="WeightsFormatException">The file is malformed or holds something else.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the options name a tensor that the network has not.</exception>
    public static void Load(string path, ReadOnlySpan<TensorInfo> tensors, Span<float> parameters, Span<float> states, LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var file = new InputFile(path);
        try
        {
            SafetensorsHeader header = SafetensorsFile.ReadHeader(file, out long dataStart);
            StoredTensor[] expected = options.NamesInFile(tensors);
            SafetensorsEntry?[] entries = TensorMatch.Weights(header, expected, options);
            var bytes = new TensorBytes(SafetensorsFile.ReadData(file, dataStart, entries));
            Write(expected, entries, bytes, new WeightMemory(parameters, states), options.RequireFinite);
        }
        catch (WeightsFormatException error)
        {
            throw new WeightsFormatException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>Reads tensors from a file in memory, in place. Nothing is written unless everything fits.</summary>
    /// <param name="file">The whole file, for example an embedded resource.</param>
    /// <param name="tensors">The tensors of the network.</param>
    /// <param name="parameters">The flat buffer of parameters.</param>
    /// <param name="states">The flat buffer of states.</param>
    /// <param name="options">How the file may differ.</param>
    /// <exception cref="WeightsFormatException">The file is malformed or holds something else.</exception>
    /// <exception cref="ArgumentException">The options name a tensor that the network has not.</exception>
    public static void Load(
        ReadOnlySpan<byte> file, ReadOnlySpan<TensorInfo> tensors, Span<float> parameters, Span<float> states, LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SafetensorsHeader header = SafetensorsFile.Parse(file, out ReadOnlySpan<byte> data);
        StoredTensor[] expected = options.NamesInFile(tensors);
        SafetensorsEntry?[] entries = TensorMatch.Weights(header, expected, options);
        Write(expected, entries, new TensorBytes(data, entries), new WeightMemory(parameters, states), options.RequireFinite);
    }

    private static void Write(
        StoredTensor[] expected, SafetensorsEntry?[] entries, TensorBytes bytes, WeightMemory memory, bool requireFinite)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i] is { } entry)
                SafetensorsData.Validate(entry, bytes[i], expected[i].Tensor, memory.Of(expected[i].Tensor), requireFinite);
        }

        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i] is { } entry)
                SafetensorsData.Read(entry, bytes[i], expected[i].Tensor, memory.Of(expected[i].Tensor));
        }
    }
}
