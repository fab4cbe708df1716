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

    /// <summary>
    /// What is kept and saved with the parameters but not trained, such as running statistics, flat; empty where a network has none.
    /// </summary>
    Span<float> States { get; }

    /// <summary>
    /// Where each named tensor lies: within <see cref="Parameters"/> and <see cref="Gradients"/>, then those within <see cref="States"/>.
    /// </summary>
    ReadOnlySpan<TensorInfo> Tensors { get; }

    /// <summary>Writes the weights as safetensors, atomically: a failure leaves the file that was there as it was.</summary>
    /// <remarks>
    /// A symbolic link is followed and stays a link. The new file has the mode and, where the system allows it, the owner of the old.
    /// </remarks>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">
    /// The file could not be written, or a folder, a device or anything else but a file is there.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    void Save(string path);

    /// <summary>Reads weights from a safetensors file. A file that does not fit changes nothing.</summary>
    /// <param name="path">The file to read.</param>
    /// <param name="requireFinite">Whether a file with an infinity or NaN is refused.</param>
    /// <exception cref="IOException">
    /// The file could not be read, is a folder or a device, or was written to meanwhile.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="WeightsFormatException">The file is malformed or does not hold exactly this network's
    /// tensors.</exception>
    void Load(string path, bool requireFinite = false);

    /// <summary>Reads weights from a safetensors file that may differ. A file that does not fit changes nothing.</summary>
    /// <param name="path">The file to read.</param>
    /// <param name="options">How the file may differ: other names, more tensors, fewer.</param>
    /// <exception cref="IOException">
    /// The file could not be read, is a folder or a device, or was written to meanwhile.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="WeightsFormatException">The file is malformed or does not hold what the options ask for.</exception>
    /// <exception cref="ArgumentException">The options name a tensor that the network has not.</exception>
    void Load(string path, LoadOptions options);

    /// <summary>Reads weights from the bytes of a safetensors file, in place. Bytes that do not fit change nothing.</summary>
    /// <param name="safetensors">The whole file.</param>
    /// <param name="requireFinite">Whether a file with an infinity or NaN is refused.</param>
    /// <exception cref="WeightsFormatException">The bytes are malformed or do not hold exactly this network's
    /// tensors.</exception>
    void Load(ReadOnlySpan<byte> safetensors, bool requireFinite = false);

    /// <summary>
    /// Reads weights from the bytes of a safetensors file that may differ, in place. Bytes that do not fit change nothing.
    /// </summary>
    /// <param name="safetensors">The whole file.</param>
    /// <param name="options">How the file may differ: other names, more tensors, fewer.</param>
    /// <exception cref="WeightsFormatException">The bytes are malformed or do not hold what the options ask for.</exception>
    /// <exception cref="ArgumentException">The options name a tensor that the network has not.</exception>
    void Load(ReadOnlySpan<byte> safetensors, LoadOptions options);
}
