using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Runtime;

/// <summary>
/// A zeroed buffer of floats that never moves and starts at a multiple of 64 bytes: a cache line, and one AVX-512 vector.
/// </summary>
/// <remarks>
/// A value, so that generated code reaches the floats in as few steps as it can. A pinned managed array: the garbage collector owns it, so there is nothing to dispose and nothing to finalise. A vector
/// load that crosses a cache line costs two, hence the alignment. Another line of zeros follows the buffer, which vector
/// loads may touch: generated code computes the last few columns of a row in a full vector and stores only those that exist.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AlignedBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static Func<int, (float[] Array, int Start)>? allocator;

    private readonly float[] array;
    private readonly int start;

    /// <summary>Allocates the buffer.</summary>
    /// <param name="length">The number of floats, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);

        // Up to one line to align the start, and one behind the end: the last vector of a row may load more than the row has.
        const int slack = (2 * Alignment / sizeof(float)) - 1;
        if (length > Array.MaxLength - slack)
            throw new OutOfMemoryException($"A buffer of {length} floats is longer than an array can be.");
        Length = length;
        if (allocator is { } allocate)
        {
            (array, start) = allocate(length);
            return;
        }

        array = GC.AllocateArray<float>(length + slack, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        start = (int)((Alignment - address % Alignment) % Alignment) / sizeof(float);
    }

    /// <summary>
    /// Where tests get other memory from on their thread: a pinned array, and the index in it at which a buffer of so many floats starts,
    /// aligned and with a line of zeros behind it.
    /// </summary>
    internal static Func<int, (float[] Array, int Start)>? Allocator
    {
        get => allocator;
        set => allocator = value;
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>The floats.</summary>
    public Span<float> Span => array.AsSpan(start, Length);

    /// <summary>The floats from an offset on, which is checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is shorter.</exception>
    public Span<float> From(int offset) => Span[offset..];

    /// <summary>The first float; with a length of 0 it may be compared but not read.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start);
    }

    /// <summary>The float at an offset, which is not checked.</summary>
    /// <param name="offset">0 to below <see cref="Length"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float At(int offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start + offset);
}
