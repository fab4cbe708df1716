namespace StaticNet;

/// <summary>A tensor of a file to write or to read: its name there, and where its floats lie in memory.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Tensor">Shape, strides and offset within the buffer.</param>
/// <param name="State">Which optimizer state is the buffer; -1 for the parameters themselves.</param>
internal readonly record struct StoredTensor(string Name, TensorInfo Tensor, int State = StoredTensor.Parameters)
{
    public const int Parameters = -1;

    /// <summary>The weights under their own names.</summary>
    public static StoredTensor[] Weights(ReadOnlySpan<TensorInfo> tensors)
    {
        var stored = new StoredTensor[tensors.Length];
        for (int i = 0; i < stored.Length; i++)
            stored[i] = new StoredTensor(tensors[i].Name, tensors[i]);
        return stored;
    }
}
