using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Runtime;

/// <summary>
/// Weights in a form that kernels want and that costs too much to be made at every call, such as the transformed weights of
/// Winograd's convolutions, with a fingerprint of the weights that each was made from. Anybody may write to the parameters at any
/// time, through spans that were handed out long ago, so the fingerprint is taken anew at every call: it reads the weights once, as the
/// convolution would otherwise do itself.
/// </summary>
/// <remarks>One an instance of a network: instances that share parameters make, and check, what they use by themselves.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PreparedWeights
{
    private readonly AlignedBuffer buffer;
    private readonly ulong[] fingerprints;
    private readonly bool[] isMade;

    /// <summary>Memory for prepared weights, all of them stale.</summary>
    /// <param name="length">Floats altogether.</param>
    /// <param name="tensors">How many tensors have a fingerprint.</param>
    public PreparedWeights(int length, int tensors)
    {
        buffer = new AlignedBuffer(length);
        fingerprints = new ulong[tensors * WeightsFingerprint.Length];
        isMade = new bool[tensors];
    }

    /// <summary>The first float, on a cache line.</summary>
    public ref float Reference => ref buffer.Reference;

    /// <summary>Whether a tensor must be made anew, which the caller then does: its weights were never seen, or have changed since.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="weights">The first weight that it is made from.</param>
    /// <param name="length">How many there are; the same at every call.</param>
    /// <remarks>
    /// For generated code only: places, strides and lengths are trusted, and wrong ones reach memory that is not the caller's.
    /// </remarks>
    [SkipLocalsInit]
    public bool IsStale(int tensor, ref float weights, int length)
    {
        Span<ulong> found = stackalloc ulong[WeightsFingerprint.Length];
        WeightsFingerprint.Compute(MemoryMarshal.CreateReadOnlySpan(ref weights, length), found);
        Span<ulong> known = fingerprints.AsSpan(tensor * WeightsFingerprint.Length, WeightsFingerprint.Length);
        if (isMade[tensor] && found.SequenceEqual(known))
            return false;
        found.CopyTo(known);
        isMade[tensor] = true;
        return true;
    }
}
