using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

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
    /// <param name="parameters">The flat parameter buffer.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Save(string path, ReadOnlySpan<TensorInfo> tensors, ReadOnlySpan<float> parameters)
    {
        // Loaders of the Python ecosystem look for this key to know whose tensors they read.
        ReadOnlySpan<KeyValuePair<string, string>> metadata = [new("format", "pt")];
        SafetensorsFile.Write(path, StoredTensor.Weights(tensors), metadata, parameters, default);
    }

    /// <summary>Reads exactly the given tensors from a file. Nothing is written unless everything fits.</summary>
    /// <param name="path">The file to read.</param>
    /// <param name="tensors">The tensors that the file must hold, and no others.</param>
    /// <param name="parameters">The flat parameter buffer.</param>
    /// <param name="requireFinite">Whether infinities and NaN are refused.</param>
    /// <exception cref="IOException">The file could not be read.</exception>
    /// <exception cref="WeightsFormatException">The file is malformed or holds something else.</exception>
    public static void Load(string path, ReadOnlySpan<TensorInfo> tensors, Span<float> parameters, bool requireFinite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SafeFileHandle file = File.OpenHandle(path);
        try
        {
            SafetensorsHeader header = SafetensorsFile.ReadHeader(file, out long dataStart);
            StoredTensor[] expected = StoredTensor.Weights(tensors);
            SafetensorsEntry[] entries = header.Match(expected);
            Write(expected, entries, SafetensorsFile.ReadData(file, dataStart), parameters, requireFinite);
        }
        catch (WeightsFormatException error)
        {
            throw new WeightsFormatException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>
    /// Reads exactly the given tensors from a file in memory, in place. Nothing is written unless everything fits.
    /// </summary>
    /// <param name="file">The whole file, for example an embedded resource.</param>
    /// <param name="tensors">The tensors that the file must hold, and no others.</param>
    /// <param name="parameters">The flat parameter buffer.</param>
    /// <param name="requireFinite">Whether infinities and NaN are refused.</param>
    /// <exception cref="WeightsFormatException">The file is malformed or holds something else.</exception>
    public static void Load(
        ReadOnlySpan<byte> file, ReadOnlySpan<TensorInfo> tensors, Span<float> parameters, bool requireFinite = false)
    {
        SafetensorsHeader header = SafetensorsFile.Parse(file, out ReadOnlySpan<byte> data);
        StoredTensor[] expected = StoredTensor.Weights(tensors);
        Write(expected, header.Match(expected), data, parameters, requireFinite);
    }

    private static void Write(
        StoredTensor[] expected, SafetensorsEntry[] entries, ReadOnlySpan<byte> data, Span<float> parameters, bool requireFinite)
    {
        for (int i = 0; i < entries.Length; i++)
            SafetensorsData.Validate(entries[i], data, expected[i].Tensor, parameters, requireFinite);
        for (int i = 0; i < entries.Length; i++)
            SafetensorsData.Read(entries[i], data, expected[i].Tensor, parameters);
    }
}
