using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

/// <summary>Additions of whole buffers.</summary>
internal static class FlatBuffers
{
    /// <summary>Adds values to sums, element by element.</summary>
    public static void Add(ReadOnlySpan<float> values, Span<float> sum)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        ref float to = ref MemoryMarshal.GetReference(sum);
        int i = 0;
        for (; i <= sum.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref to, (nuint)i) + Vector256.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < sum.Length; i++)
            sum[i] += values[i];
    }
}
