using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Runtime;

/// <summary>What kernels tell the processor about memory that they are going to use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Cache
{
    private const int LineFloats = 64 / sizeof(float);

    /// <summary>
    /// Begins to fetch cache lines into the second level, without waiting for them. The hardware guesses streams by itself, but not
    /// those that tiles read in pieces, many times over: their first visit would wait for the third level or memory.
    /// </summary>
    /// <param name="first">
    /// In the first line. Nothing is read or written, and no address can fault, so it may lie outside of any buffer; a buffer that is
    /// moved meanwhile costs the hint, no more.
    /// </param>
    /// <param name="lines">How many.</param>
    /// <remarks>For generated code only, though no argument does harm.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float first, int lines)
    {
        if (!Sse.IsSupported)
            return;
        for (int line = 0; line < lines; line++)
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref first, line * LineFloats)));
    }
}
