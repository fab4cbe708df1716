using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

/// <summary>
/// Weights in a form that kernels want and that costs too much to be made at every call, such as the transformed weights of
/// Winograd's convolutions, with a fingerprint of the weights that each was made from. Anybody may write to the parameters at any
/// time, through spans that were handed out long ago, so the fingerprint is taken anew at every call: it reads the weights once, as the
/// convolution would otherwise do itself.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PreparedWeights
{
    private const uint Multiplier = 0x9E3779B1;

    private readonly AlignedBuffer buffer;
    private readonly ulong[] fingerprints;
    private readonly bool[] isMade;

    /// <summary>Memory for prepared weights, all of them stale.</summary>
    /// <param name="length">Floats altogether.</param>
    /// <param name="tensors">How many tensors have a fingerprint.</param>
    public PreparedWeights(int length, int tensors)
    {
        buffer = new AlignedBuffer(length);
        fingerprints = new ulong[tensors];
        isMade = new bool[tensors];
    }

    /// <summary>The first float, on a cache line.</summary>
    public ref float Reference => ref buffer.Reference;

    /// <summary>Whether a tensor must be made anew, which the caller then does: its weights were never seen, or have changed since.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="weights">The first weight that it is made from.</param>
    /// <param name="length">How many there are.</param>
    /// <remarks>
    /// For generated code only: places, strides and lengths are trusted, and wrong ones reach memory that is not the caller's.
    /// </remarks>
    public bool IsStale(int tensor, ref float weights, int length)
    {
        ulong fingerprint = FingerprintOf(MemoryMarshal.CreateReadOnlySpan(ref weights, length));
        if (isMade[tensor] && fingerprints[tensor] == fingerprint)
            return false;
        fingerprints[tensor] = fingerprint;
        isMade[tensor] = true;
        return true;
    }

    /// <summary>
    /// A hash of the bits: 64 interleaved chains of 32-bit multiply and shift steps. Each step maps the state one to one for a given
    /// value and the value one to one for a given state, so a change of a single value always changes the result; others go
    /// unnoticed once in some four thousand million.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong FingerprintOf(ReadOnlySpan<float> values)
    {
        ref uint bits = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(values));
        Vector256<uint> multiplier = Vector256.Create(Multiplier);
        Vector256<uint> a = Vector256.Create(1u), b = Vector256.Create(2u), c = Vector256.Create(3u), d = Vector256.Create(4u);
        Vector256<uint> e = Vector256.Create(5u), f = Vector256.Create(6u), g = Vector256.Create(7u), h = Vector256.Create(8u);
        int i = 0;
        for (; i <= values.Length - 64; i += 64)
        {
            a = Step(a, ref bits, i, multiplier);
            b = Step(b, ref bits, i + 8, multiplier);
            c = Step(c, ref bits, i + 16, multiplier);
            d = Step(d, ref bits, i + 24, multiplier);
            e = Step(e, ref bits, i + 32, multiplier);
            f = Step(f, ref bits, i + 40, multiplier);
            g = Step(g, ref bits, i + 48, multiplier);
            h = Step(h, ref bits, i + 56, multiplier);
        }

        ulong result = (ulong)values.Length;
        foreach (Vector256<uint> chains in (ReadOnlySpan<Vector256<uint>>)[a, b, c, d, e, f, g, h])
        {
            for (int lane = 0; lane < Vector256<uint>.Count; lane++)
                result = Step(result, chains.GetElement(lane));
        }

        for (; i < values.Length; i++)
            result = Step(result, Unsafe.Add(ref bits, i));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Step(Vector256<uint> state, ref uint bits, int offset, Vector256<uint> multiplier)
    {
        Vector256<uint> mixed = (state ^ Vector256.LoadUnsafe(ref Unsafe.Add(ref bits, offset))) * multiplier;
        return mixed ^ Vector256.ShiftRightLogical(mixed, 15);
    }

    private static ulong Step(ulong state, uint value)
    {
        ulong mixed = (state ^ value) * 0x9E3779B97F4A7C15;
        return mixed ^ (mixed >> 32);
    }
}
