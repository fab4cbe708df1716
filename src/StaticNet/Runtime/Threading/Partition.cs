namespace StaticNet.Runtime;

/// <summary>How a range is divided into contiguous parts of as equal a length as can be.</summary>
internal static class Partition
{
    /// <summary>Parameters that are worth a thread: some microseconds of adding up or of updating.</summary>
    private const int ParameterGrain = 8192;

    /// <summary>Floats of a cache line, which two threads should not both write; vectors begin on one, too.</summary>
    private const int Line = 16;

    /// <summary>Where a part begins, and the one before it ends.</summary>
    /// <param name="length">The length of the range.</param>
    /// <param name="parts">How many parts it has.</param>
    /// <param name="part">Which part; <paramref name="parts"/> gives the end of the range.</param>
    public static int Start(int length, int parts, int part) => (int)((long)length * part / parts);

    /// <summary>Into how many parts a flat buffer of parameters or gradients should be divided.</summary>
    /// <param name="threads">How many threads there are.</param>
    /// <param name="length">The length of the buffer.</param>
    public static int CountOfParameters(int threads, int length) => Math.Max(1, Math.Min(threads, length / ParameterGrain));

    /// <summary>Where a part of a flat buffer of parameters or gradients begins: on a cache line.</summary>
    /// <inheritdoc cref="Start"/>
    public static int StartOfParameters(int length, int parts, int part) =>
        Math.Min(Start((length + Line - 1) / Line, parts, part) * Line, length);
}
