namespace StaticNet;

/// <summary>What every generated network offers whatever its shapes: its parameters, its gradients, its file.</summary>
/// <remarks>
/// An instance is not safe for use by several threads at once; instances that share parameters may run side by side.
/// </remarks>
public interface INetwork
{
    /// <summary>All parameters, flat, in the order and layout that the compiler chose.</summary>
    Span<float> Parameters { get; }

    /// <summary>The gradients of the last backward pass, in the order of <see cref="Parameters"/>.</summary>
    Span<float> Gradients { get; }

    /// <summary>Where each named tensor lies within <see cref="Parameters"/> and <see cref="Gradients"/>.</summary>
    ReadOnlySpan<TensorInfo> Tensors { get; }

    /// <summary>Writes the weights as safetensors, atomically: a failure leaves the file that was there as it was.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    void Save(string path);

    /// <summary>Reads weights from a safetensors file. A file that does not fit changes nothing.</summary>
    /// <param name="path">The file to read.</param>
    /// <param name="requireFinite">Whether a file with an infinity or NaN is refused.</param>
    /// <exception cref="IOException">The file could not be read.</exception>
    /// <exception cref="WeightsFormatException">The file is malformed or does not hold exactly this network's
    /// tensors.</exception>
    void Load(string path, bool requireFinite = false);

    /// <summary>Reads weights from the bytes of a safetensors file, in place. Bytes that do not fit change nothing.</summary>
    /// <param name="safetensors">The whole file.</param>
    /// <param name="requireFinite">Whether a file with an infinity or NaN is refused.</param>
    /// <exception cref="WeightsFormatException">The bytes are malformed or do not hold exactly this network's
    /// tensors.</exception>
    void Load(ReadOnlySpan<byte> safetensors, bool requireFinite = false);
}
