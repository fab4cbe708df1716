using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

/// <summary>
/// Copies images into a border of zeros, which convolutions read beyond the edges, in the order in which they read them: the
/// only pass over an input between the caller's memory and the first convolution.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BorderedImages
{
    /// <summary>Channels side by side: images (C, H, W) become (top + H + bottom, left + W + right, C).</summary>
    /// <param name="images">Whole images, one after another.</param>
    /// <param name="targets">
    /// Memory that begins with the first one's border and has room for all; where it overlaps <paramref name="images"/>, as a result of the
    /// network itself may, those are copied first: the only case that allocates.
    /// </param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="top">Rows of zeros above.</param>
    /// <param name="left">Columns of zeros on the left.</param>
    /// <param name="bottom">Rows of zeros below.</param>
    /// <param name="right">Columns of zeros on the right.</param>
    /// <exception cref="ArgumentException">A size is not above 0, a border is negative, or lengths do not fit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyChannelsLast(
        ReadOnlySpan<float> images, Span<float> targets, int channels, int height, int width, int top, int left, int bottom, int right)
    {
        int length = TargetLength(images.Length, targets.Length, channels, height, width, top, left, bottom, right);
        if (images.IsEmpty)
            return;
        if (images.Overlaps(targets[..length]))
            images = images.ToArray();
        ref float target = ref MemoryMarshal.GetReference(targets);
        int plane = height * width, line = (left + width + right) * channels, between = (left + right) * channels;
        int before = top * line + left * channels, after = right * channels + bottom * line;
        for (int start = 0; start < images.Length; start += channels * plane)
        {
            ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(images), start);
            Clear(ref target, before);
            target = ref Unsafe.Add(ref target, before);
            if (between == 0)
            {
                Transposition.Run(ref source, plane, ref target, channels, channels, plane);
                target = ref Unsafe.Add(ref target, channels * plane);
            }
            else
            {
                for (int row = 0; row < height; row++)
                {
                    Transposition.Run(ref Unsafe.Add(ref source, row * width), plane, ref target, channels, channels, width);
                    target = ref Unsafe.Add(ref target, width * channels);
                    if (row < height - 1)
                    {
                        Clear(ref target, between);
                        target = ref Unsafe.Add(ref target, between);
                    }
                }
            }

            Clear(ref target, after);
            target = ref Unsafe.Add(ref target, after);
        }
    }

    /// <summary>Channels apart: images (C, H, W) become (C, top + H + bottom, left + W + right).</summary>
    /// <param name="images">Whole images, one after another.</param>
    /// <param name="targets">
    /// Memory that begins with the first one's border and has room for all; where it overlaps <paramref name="images"/>, as a result of the
    /// network itself may, those are copied first: the only case that allocates.
    /// </param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="top">Rows of zeros above.</param>
    /// <param name="left">Columns of zeros on the left.</param>
    /// <param name="bottom">Rows of zeros below.</param>
    /// <param name="right">Columns of zeros on the right.</param>
    /// <exception cref="ArgumentException">A size is not above 0, a border is negative, or lengths do not fit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyPlanes(
        ReadOnlySpan<float> images, Span<float> targets, int channels, int height, int width, int top, int left, int bottom, int right)
    {
        int length = TargetLength(images.Length, targets.Length, channels, height, width, top, left, bottom, right);
        if (images.IsEmpty)
            return;
        if (images.Overlaps(targets[..length]))
            images = images.ToArray();
        ref float target = ref MemoryMarshal.GetReference(targets);
        int line = left + width + right, between = left + right;
        int before = top * line + left, after = right + bottom * line;
        ref float source = ref MemoryMarshal.GetReference(images);
        Clear(ref target, before);
        target = ref Unsafe.Add(ref target, before);
        for (int plane = images.Length / (height * width); plane > 0; plane--)
        {
            CopyRows(ref source, ref target, height - 1, width, between);
            source = ref Unsafe.Add(ref source, (height - 1) * width);
            target = ref Unsafe.Add(ref target, (height - 1) * line);
            CopyRow(ref source, ref target, width);
            source = ref Unsafe.Add(ref source, width);
            target = ref Unsafe.Add(ref target, width);

            // Below this plane and above the next.
            int zeros = plane > 1 ? after + before : after;
            Clear(ref target, zeros);
            target = ref Unsafe.Add(ref target, zeros);
        }
    }

    /// <summary>Rows with zeros behind each, where more rows follow: a narrow border takes one store, of which the next row overwrites what is too much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows(ref float source, ref float target, int rows, int width, int between)
    {
        bool isNarrow = between <= Vector128<float>.Count && width >= Vector128<float>.Count;
        if (isNarrow && Vector512.IsHardwareAccelerated && width is >= 16 and <= 32)
        {
            // Rows of two vectors at the most, the second of which may begin in the first: a loop within would take as long again.
            int last = width - 16;
            for (; rows > 0; rows--)
            {
                Vector512<float> first = Vector512.LoadUnsafe(ref source);
                Vector512<float> second = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, last));
                first.StoreUnsafe(ref target);
                second.StoreUnsafe(ref Unsafe.Add(ref target, last));
                Vector128<float>.Zero.StoreUnsafe(ref Unsafe.Add(ref target, width));
                source = ref Unsafe.Add(ref source, width);
                target = ref Unsafe.Add(ref target, width + between);
            }
        }

        if (isNarrow && Vector256.IsHardwareAccelerated && width is > 16 and <= 32)
        {
            // The same in four narrower vectors.
            int third = Math.Min(16, width - 8), last = width - 8;
            for (; rows > 0; rows--)
            {
                Vector256<float> vector0 = Vector256.LoadUnsafe(ref source);
                Vector256<float> vector1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 8));
                Vector256<float> vector2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, third));
                Vector256<float> vector3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, last));
                vector0.StoreUnsafe(ref target);
                vector1.StoreUnsafe(ref Unsafe.Add(ref target, 8));
                vector2.StoreUnsafe(ref Unsafe.Add(ref target, third));
                vector3.StoreUnsafe(ref Unsafe.Add(ref target, last));
                Vector128<float>.Zero.StoreUnsafe(ref Unsafe.Add(ref target, width));
                source = ref Unsafe.Add(ref source, width);
                target = ref Unsafe.Add(ref target, width + between);
            }
        }

        for (; rows > 0; rows--)
        {
            CopyRow(ref source, ref target, width);
            source = ref Unsafe.Add(ref source, width);
            target = ref Unsafe.Add(ref target, width);
            if (isNarrow)
                Vector128<float>.Zero.StoreUnsafe(ref target);
            else
                Clear(ref target, between);
            target = ref Unsafe.Add(ref target, between);
        }
    }

    /// <summary>How many floats the images take with their borders; all that is trusted below.</summary>
    private static int TargetLength(
        int imagesLength, int targetsLength, int channels, int height, int width, int top, int left, int bottom, int right)
    {
        if (Math.Min(channels, Math.Min(height, width)) <= 0 || (top | left | bottom | right) < 0)
            throw new ArgumentException("Images have channels, rows and columns, and borders of 0 or more.");

        // Of doubles, whose rounding matters only far beyond the length of any span.
        double image = (double)channels * height * width;
        double length = imagesLength / image * channels * ((double)top + height + bottom) * ((double)left + width + right);
        if (imagesLength % image != 0)
            throw new ArgumentException($"Images of {image} elements do not make {imagesLength}.");
        if (length > targetsLength)
            throw new ArgumentException($"Images with their borders take {length} elements, but there is room for {targetsLength}.");
        return (int)length;
    }

    private static void Clear(ref float target, int length) => MemoryMarshal.CreateSpan(ref target, length).Clear();

    /// <summary>Rows are a few vectors long, less than what a call of a general copy takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(ref float source, ref float target, int width)
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated && width >= Vector512<float>.Count)
        {
            // The last vector starts early and writes some floats again.
            nint last = width - Vector512<float>.Count;
            for (; i < last; i += Vector512<float>.Count)
                Vector512.LoadUnsafe(ref Unsafe.Add(ref source, i)).StoreUnsafe(ref Unsafe.Add(ref target, i));
            Vector512.LoadUnsafe(ref Unsafe.Add(ref source, last)).StoreUnsafe(ref Unsafe.Add(ref target, last));
            return;
        }

        if (Vector256.IsHardwareAccelerated && width >= Vector256<float>.Count)
        {
            nint last = width - Vector256<float>.Count;
            for (; i < last; i += Vector256<float>.Count)
                Vector256.LoadUnsafe(ref Unsafe.Add(ref source, i)).StoreUnsafe(ref Unsafe.Add(ref target, i));
            Vector256.LoadUnsafe(ref Unsafe.Add(ref source, last)).StoreUnsafe(ref Unsafe.Add(ref target, last));
            return;
        }

        for (; i < width; i++)
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
    }
}
