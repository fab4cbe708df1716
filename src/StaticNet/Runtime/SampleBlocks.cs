using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Runtime;

/// <summary>
/// Brings samples into blocks of sixteen, <c>[N / 16][elements][16]</c>, where vectors hold one element of several samples, and out of
/// them again.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SampleBlocks
{
    private const int Block = 16;

    /// <summary>Copies the caller's samples into blocks.</summary>
    /// <param name="samples">Whole samples, one after another; where they overlap the blocks, they are copied first.</param>
    /// <param name="blocks">Memory that begins with the first block and has room for all.</param>
    /// <param name="length">Elements of a sample.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">There is no room for that many blocks.</exception>
    public static void Enter(ReadOnlySpan<float> samples, Span<float> blocks, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        int count = samples.Length / length;
        long needed = ((long)count + Block - 1) / Block * Block * length;
        if (blocks.Length < needed)
            throw new ArgumentException($"'{nameof(blocks)}' must have {needed} elements, but has {blocks.Length}.", nameof(blocks));

        // A result of the network itself may lie where its inputs go: the only case that allocates.
        if (samples.Overlaps(blocks[..(int)needed]))
            samples = samples.ToArray();
        Enter(ref MemoryMarshal.GetReference(samples), ref MemoryMarshal.GetReference(blocks), length, count);
    }

    /// <summary>Copies samples that lie one after another into blocks. Of the last block, lanes without a sample stay as they are.</summary>
    /// <param name="samples">The first sample.</param>
    /// <param name="blocks">The first block, which must not overlap the samples.</param>
    /// <param name="length">Elements of a sample.</param>
    /// <param name="count">How many samples.</param>
    /// <remarks>
    /// For generated code only: places, strides and lengths are trusted, and wrong ones reach memory that is not the caller's.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Enter(ref float samples, ref float blocks, int length, int count)
    {
        for (; count >= Block; count -= Block)
        {
            if (length < 4 || !Sse.IsSupported)
                EnterPart(ref samples, ref blocks, length, Block);
            else if (length == 4 && Avx512F.IsSupported)
                EnterQuads(ref samples, ref blocks);
            else
                EnterBlock(ref samples, ref blocks, length);
            samples = ref Unsafe.Add(ref samples, Block * length);
            blocks = ref Unsafe.Add(ref blocks, Block * length);
        }

        EnterPart(ref samples, ref blocks, length, count);
    }

    /// <summary>Copies samples out of blocks, one after another; nothing is written behind the last.</summary>
    /// <param name="blocks">The first block.</param>
    /// <param name="samples">Where the first sample goes.</param>
    /// <param name="length">Elements of a sample.</param>
    /// <param name="count">How many samples.</param>
    /// <remarks>
    /// For generated code only: places, strides and lengths are trusted, and wrong ones reach memory that is not the caller's.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Leave(ref float blocks, ref float samples, int length, int count)
    {
        for (; count >= Block; count -= Block)
        {
            if (length == 2 && Sse.IsSupported)
                LeavePairs(ref blocks, ref samples);
            else if (length < 4 || !Sse.IsSupported)
                LeavePart(ref blocks, ref samples, length, Block);
            else
                LeaveBlock(ref blocks, ref samples, length);
            samples = ref Unsafe.Add(ref samples, Block * length);
            blocks = ref Unsafe.Add(ref blocks, Block * length);
        }

        LeavePart(ref blocks, ref samples, length, count);
    }

    /// <summary>
    /// Sixteen samples, as many elements at a time as a register transposes. The last of them begin early where they do not divide the
    /// length, and some are copied twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EnterBlock(ref float samples, ref float block, int length)
    {
        int elements = ElementsFor(length);
        for (int e = 0; e < length; e += elements)
        {
            int first = Math.Min(e, length - elements);
            for (int n = 0; n < Block; n += elements)
            {
                TransposeSquare(
                    ref Unsafe.Add(ref samples, (n * length) + first), length, ref Unsafe.Add(ref block, (first * Block) + n), Block, elements);
            }
        }
    }

    /// <summary>The way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LeaveBlock(ref float block, ref float samples, int length)
    {
        int elements = ElementsFor(length);
        for (int e = 0; e < length; e += elements)
        {
            int first = Math.Min(e, length - elements);
            for (int n = 0; n < Block; n += elements)
            {
                TransposeSquare(
                    ref Unsafe.Add(ref block, (first * Block) + n), Block, ref Unsafe.Add(ref samples, (n * length) + first), length, elements);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(ref float source, int sourceStride, ref float target, int targetStride, int size)
    {
        if (size == 16)
            Transposition.Transpose16(ref source, sourceStride, ref target, targetStride);
        else if (size == 8)
            Transposition.Transpose8(ref source, sourceStride, ref target, targetStride);
        else
            Transposition.Transpose4(ref source, sourceStride, ref target, targetStride);
    }

    private static int ElementsFor(int length) => Avx512F.IsSupported && length >= 16 ? 16 : Avx.IsSupported && length >= 8 ? 8 : 4;

    /// <summary>
    /// Sixteen samples of four elements, four in a register. Within quarters, elements of the samples n, n + 4, n + 8 and n + 12 come
    /// together; then samples are put in order.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EnterQuads(ref float samples, ref float block)
    {
        Vector512<float> samples0 = Vector512.LoadUnsafe(ref samples);
        Vector512<float> samples4 = Vector512.LoadUnsafe(ref Unsafe.Add(ref samples, 16));
        Vector512<float> samples8 = Vector512.LoadUnsafe(ref Unsafe.Add(ref samples, 32));
        Vector512<float> samples12 = Vector512.LoadUnsafe(ref Unsafe.Add(ref samples, 48));
        Vector512<float> low0 = Avx512F.UnpackLow(samples0, samples4);
        Vector512<float> low8 = Avx512F.UnpackLow(samples8, samples12);
        Vector512<float> high0 = Avx512F.UnpackHigh(samples0, samples4);
        Vector512<float> high8 = Avx512F.UnpackHigh(samples8, samples12);
        Vector512<int> order = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        Avx512F.PermuteVar16x32(Avx512F.Shuffle(low0, low8, 0b01_00_01_00), order).StoreUnsafe(ref block);
        Avx512F.PermuteVar16x32(Avx512F.Shuffle(low0, low8, 0b11_10_11_10), order).StoreUnsafe(ref Unsafe.Add(ref block, Block));
        Avx512F.PermuteVar16x32(Avx512F.Shuffle(high0, high8, 0b01_00_01_00), order).StoreUnsafe(ref Unsafe.Add(ref block, 2 * Block));
        Avx512F.PermuteVar16x32(Avx512F.Shuffle(high0, high8, 0b11_10_11_10), order).StoreUnsafe(ref Unsafe.Add(ref block, 3 * Block));
    }

    /// <summary>Sixteen samples of two elements: four pairs at a time.</summary>
    private static void LeavePairs(ref float block, ref float samples)
    {
        for (int n = 0; n < Block; n += 4)
        {
            Vector128<float> first = Vector128.LoadUnsafe(ref Unsafe.Add(ref block, n));
            Vector128<float> second = Vector128.LoadUnsafe(ref Unsafe.Add(ref block, Block + n));
            Sse.UnpackLow(first, second).StoreUnsafe(ref Unsafe.Add(ref samples, 2 * n));
            Sse.UnpackHigh(first, second).StoreUnsafe(ref Unsafe.Add(ref samples, (2 * n) + 4));
        }
    }

    private static void EnterPart(ref float samples, ref float block, int length, int count)
    {
        for (int n = 0; n < count; n++)
        {
            for (int e = 0; e < length; e++)
                Unsafe.Add(ref block, (e * Block) + n) = Unsafe.Add(ref samples, (n * length) + e);
        }
    }

    private static void LeavePart(ref float block, ref float samples, int length, int count)
    {
        for (int n = 0; n < count; n++)
        {
            for (int e = 0; e < length; e++)
                Unsafe.Add(ref samples, (n * length) + e) = Unsafe.Add(ref block, (e * Block) + n);
        }
    }
}
