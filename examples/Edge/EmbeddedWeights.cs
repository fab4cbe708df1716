namespace Edge;

/// <summary>The weights within the program.</summary>
internal static class EmbeddedWeights
{
    /// <summary>The safetensors file in place: it was mapped with the program, so nothing is copied or freed.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes
    {
        get
        {
            // .NET documents no more than a stream, but has always returned this one, over the program's own memory.
            var stream = (UnmanagedMemoryStream)typeof(EmbeddedWeights).Assembly.GetManifestResourceStream("lenet5.safetensors")!;
            return new ReadOnlySpan<byte>(stream.PositionPointer, checked((int)stream.Length));
        }
    }
}
