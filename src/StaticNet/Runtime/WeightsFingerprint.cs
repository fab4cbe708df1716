using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Runtime;

/// <summary>
/// What tells whether weights have changed since they were last read: 3,328 bits that depend on every bit of theirs and on its place.
/// </summary>
/// <remarks>
/// <para>
/// The weights run in 24 lanes of 64 bits, two weights at a time, through Feistel networks of 128 bits. A step takes x into the left
/// half, u = a ^ x, and goes on with (b + low(u) * high(u), u). For a given x it maps the state one to one, and for a given state x, so a
/// change of a single weight, or of any weights of one block, is certain to be seen. The product is what keeps other changes from
/// cancelling: how a difference goes on depends on numbers that no change of the weights knows, where in sums and products with
/// constants the same difference goes on the same way whatever the weights are. Four more sums, turned by some bits every block, see
/// each lane's products, so that it takes two such coincidences of 32 bits at least, at places and with values made for them.
/// </para>
/// <para>
/// All of the state is the fingerprint. Where it starts is drawn anew in every process, so weights that would be taken for others
/// cannot be made up. A multiplication serves eight weights, and that is memory's pace. To compare with a copy would be exact, and is
/// faster while both lie in the second-level cache, but reads twice as much where they do not: that cost a further 5 % of a convolution
/// of 128 channels of 28x28, and a third of one of 256 channels of 7x7.
/// </para>
/// </remarks>
internal static class WeightsFingerprint
{
    /// <summary>Chains of steps: as many as hide the latency of a step, and whose state stays in sixteen registers.</summary>
    private const int Chains = 6;

    /// <summary>Lanes of a chain.</summary>
    private const int Lanes = 4;

    /// <summary>Words of a block: one step of every chain.</summary>
    private const int BlockWords = Chains * Lanes;

    /// <summary>Two weights are a word.</summary>
    private const int BlockWeights = 2 * BlockWords;

    /// <summary>By how many bits the sums turn before a block is added: after 64 blocks they have been everywhere.</summary>
    private const int Turn = 29;

    /// <summary>Words of a fingerprint: both halves of every lane's state, chain by chain, and the sums.</summary>
    public const int Length = (2 * BlockWords) + Lanes;

    private static readonly ulong[] Start = DrawStart();

    /// <summary>Computes the fingerprint.</summary>
    /// <param name="weights">The weights, whose bits count: 0 is not -0 here, nor is one NaN another.</param>
    /// <param name="fingerprint">Receives <see cref="Length"/> words. The number of weights is not part of it.</param>
    public static void Compute(ReadOnlySpan<float> weights, Span<ulong> fingerprint) =>
        Compute(weights, fingerprint, Vector256.IsHardwareAccelerated);

    /// <summary>The same by vectors of one of two widths, which agree.</summary>
    internal static void Compute(ReadOnlySpan<float> weights, Span<ulong> fingerprint, bool wide)
    {
        int whole = weights.Length / BlockWeights * BlockWeights;
        Absorb(weights[..whole], Start, fingerprint, wide);
        if (whole == weights.Length)
            return;

        Span<float> last = stackalloc float[BlockWeights];
        last.Clear();
        weights[whole..].CopyTo(last);
        Absorb(last, fingerprint, fingerprint, wide);
    }

    /// <summary>Goes on from one state to another, which may be the same memory.</summary>
    private static void Absorb(ReadOnlySpan<float> blocks, ReadOnlySpan<ulong> from, Span<ulong> to, bool wide)
    {
        ref ulong words = ref Unsafe.As<float, ulong>(ref MemoryMarshal.GetReference(blocks));
        ref ulong before = ref MemoryMarshal.GetReference(from);
        ref ulong after = ref MemoryMarshal.GetReference(to);
        nint count = blocks.Length / BlockWeights;
        if (wide)
        {
            Absorb256(ref words, count, ref before, ref after);
            return;
        }

        // Half of each chain's lanes at a time, whose state is in registers then.
        const int Half = Lanes / 2;
        Absorb128(ref words, count, ref before, ref after);
        Absorb128(ref Unsafe.Add(ref words, Half), count, ref Unsafe.Add(ref before, Half), ref Unsafe.Add(ref after, Half));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Absorb256(ref ulong words, nint blocks, ref ulong before, ref ulong after)
    {
        Vector256<ulong> a0 = Vector256.LoadUnsafe(ref before, 0), b0 = Vector256.LoadUnsafe(ref before, 4);
        Vector256<ulong> a1 = Vector256.LoadUnsafe(ref before, 8), b1 = Vector256.LoadUnsafe(ref before, 12);
        Vector256<ulong> a2 = Vector256.LoadUnsafe(ref before, 16), b2 = Vector256.LoadUnsafe(ref before, 20);
        Vector256<ulong> a3 = Vector256.LoadUnsafe(ref before, 24), b3 = Vector256.LoadUnsafe(ref before, 28);
        Vector256<ulong> a4 = Vector256.LoadUnsafe(ref before, 32), b4 = Vector256.LoadUnsafe(ref before, 36);
        Vector256<ulong> a5 = Vector256.LoadUnsafe(ref before, 40), b5 = Vector256.LoadUnsafe(ref before, 44);
        Vector256<ulong> sums = Vector256.LoadUnsafe(ref before, 48);
        for (nint block = 0; block < blocks; block++)
        {
            ref ulong x = ref Unsafe.Add(ref words, block * BlockWords);
            Step(ref a0, ref b0, Vector256.LoadUnsafe(ref x, 0));
            Step(ref a1, ref b1, Vector256.LoadUnsafe(ref x, 4));
            Step(ref a2, ref b2, Vector256.LoadUnsafe(ref x, 8));
            Step(ref a3, ref b3, Vector256.LoadUnsafe(ref x, 12));
            Step(ref a4, ref b4, Vector256.LoadUnsafe(ref x, 16));
            Step(ref a5, ref b5, Vector256.LoadUnsafe(ref x, 20));
            sums = Vector256.ShiftLeft(sums, Turn) | Vector256.ShiftRightLogical(sums, 64 - Turn);
            sums += a0 + a1 + (a2 + a3) + (a4 + a5);
        }

        a0.StoreUnsafe(ref after, 0);
        b0.StoreUnsafe(ref after, 4);
        a1.StoreUnsafe(ref after, 8);
        b1.StoreUnsafe(ref after, 12);
        a2.StoreUnsafe(ref after, 16);
        b2.StoreUnsafe(ref after, 20);
        a3.StoreUnsafe(ref after, 24);
        b3.StoreUnsafe(ref after, 28);
        a4.StoreUnsafe(ref after, 32);
        b4.StoreUnsafe(ref after, 36);
        a5.StoreUnsafe(ref after, 40);
        b5.StoreUnsafe(ref after, 44);
        sums.StoreUnsafe(ref after, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Absorb128(ref ulong words, nint blocks, ref ulong before, ref ulong after)
    {
        Vector128<ulong> a0 = Vector128.LoadUnsafe(ref before, 0), b0 = Vector128.LoadUnsafe(ref before, 4);
        Vector128<ulong> a1 = Vector128.LoadUnsafe(ref before, 8), b1 = Vector128.LoadUnsafe(ref before, 12);
        Vector128<ulong> a2 = Vector128.LoadUnsafe(ref before, 16), b2 = Vector128.LoadUnsafe(ref before, 20);
        Vector128<ulong> a3 = Vector128.LoadUnsafe(ref before, 24), b3 = Vector128.LoadUnsafe(ref before, 28);
        Vector128<ulong> a4 = Vector128.LoadUnsafe(ref before, 32), b4 = Vector128.LoadUnsafe(ref before, 36);
        Vector128<ulong> a5 = Vector128.LoadUnsafe(ref before, 40), b5 = Vector128.LoadUnsafe(ref before, 44);
        Vector128<ulong> sums = Vector128.LoadUnsafe(ref before, 48);
        for (nint block = 0; block < blocks; block++)
        {
            ref ulong x = ref Unsafe.Add(ref words, block * BlockWords);
            Step(ref a0, ref b0, Vector128.LoadUnsafe(ref x, 0));
            Step(ref a1, ref b1, Vector128.LoadUnsafe(ref x, 4));
            Step(ref a2, ref b2, Vector128.LoadUnsafe(ref x, 8));
            Step(ref a3, ref b3, Vector128.LoadUnsafe(ref x, 12));
            Step(ref a4, ref b4, Vector128.LoadUnsafe(ref x, 16));
            Step(ref a5, ref b5, Vector128.LoadUnsafe(ref x, 20));
            sums = Vector128.ShiftLeft(sums, Turn) | Vector128.ShiftRightLogical(sums, 64 - Turn);
            sums += a0 + a1 + (a2 + a3) + (a4 + a5);
        }

        a0.StoreUnsafe(ref after, 0);
        b0.StoreUnsafe(ref after, 4);
        a1.StoreUnsafe(ref after, 8);
        b1.StoreUnsafe(ref after, 12);
        a2.StoreUnsafe(ref after, 16);
        b2.StoreUnsafe(ref after, 20);
        a3.StoreUnsafe(ref after, 24);
        b3.StoreUnsafe(ref after, 28);
        a4.StoreUnsafe(ref after, 32);
        b4.StoreUnsafe(ref after, 36);
        a5.StoreUnsafe(ref after, 40);
        b5.StoreUnsafe(ref after, 44);
        sums.StoreUnsafe(ref after, 48);
    }

    /// <summary>One step of a chain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref Vector256<ulong> a, ref Vector256<ulong> b, Vector256<ulong> x)
    {
        Vector256<ulong> u = a ^ x;
        a = b + ProductOfHalves(u);
        b = u;
    }

    /// <inheritdoc cref="Step(ref Vector256{ulong}, ref Vector256{ulong}, Vector256{ulong})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref Vector128<ulong> a, ref Vector128<ulong> b, Vector128<ulong> x)
    {
        Vector128<ulong> u = a ^ x;
        a = b + ProductOfHalves(u);
        b = u;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> ProductOfHalves(Vector256<ulong> u) => Avx2.IsSupported
        ? Avx2.Multiply(u.AsUInt32(), Vector256.ShiftRightLogical(u, 32).AsUInt32())
        : Vector256.Create(ProductOfHalves(u.GetLower()), ProductOfHalves(u.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ProductOfHalves(Vector128<ulong> u)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(u.AsUInt32(), Vector128.ShiftRightLogical(u, 32).AsUInt32());
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(u), AdvSimd.ExtractNarrowingLower(Vector128.ShiftRightLogical(u, 32)));
        return (u & Vector128.Create((ulong)uint.MaxValue)) * Vector128.ShiftRightLogical(u, 32);
    }

    private static ulong[] DrawStart()
    {
        ulong[] start = new ulong[Length];
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(start.AsSpan()));
        return start;
    }
}
