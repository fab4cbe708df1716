using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Runtime;

/// <summary>
/// Transposes matrices in blocks: sixteen rows and columns in AVX-512 registers, which are whole cache lines, eight in AVX's, four in
/// SSE's, one element at a time elsewhere. What a block does not fill is written by one that overlaps its neighbour.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Transposition
{
    /// <summary>Rows that are worked on together: whole cache lines of the target, and no more streams than a core follows.</summary>
    private const int StripRows = 16;

    /// <summary>Writes <c>target[column * targetStride + row] = source[row * sourceStride + column]</c> for every element.</summary>
    /// <param name="source">The first element of the matrix.</param>
    /// <param name="sourceStride">Floats from one of its rows to the next.</param>
    /// <param name="target">The first element of the transposed matrix, which must not overlap the other.</param>
    /// <param name="targetStride">Floats from one of its rows to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <remarks>
    /// For generated code only: places, strides and lengths are trusted, and wrong ones reach memory that is not the caller's.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float source, int sourceStride, ref float target, int targetStride, int rows, int columns)
    {
        if (rows == 3 && targetStride == 3 && Sse.IsSupported)
        {
            InterleaveThree(ref source, sourceStride, ref target, columns);
            return;
        }

        if (!Avx512F.IsSupported || rows < 16 || columns < 16)
        {
            RunNarrow(ref source, sourceStride, ref target, targetStride, rows, columns);
            return;
        }

        // Stores that cross cache lines take twice as long. Where rows of the target begin alike within their lines, whole lines are
        // stored; blocks of their own, which overlap others, hold what lies before the first line and behind the last.
        int lead = rows > 16 && targetStride % 16 == 0 ? FloatsToNextLine(ref target) : 16;

        // Up to eight columns that are left are half the work in narrower blocks.
        int rest = columns % 16;
        int wide = rest <= 8 ? columns - rest : columns;
        for (int start = 0; start < wide; start += 16)
        {
            int column = Math.Min(start, columns - 16);
            ref float from = ref Unsafe.Add(ref source, column);
            ref float to = ref Unsafe.Add(ref target, column * targetStride);
            Transpose16(ref from, sourceStride, ref to, targetStride);
            int row = lead;
            for (; row <= rows - 16; row += 16)
                Transpose16(ref Unsafe.Add(ref from, row * sourceStride), sourceStride, ref Unsafe.Add(ref to, row), targetStride);
            if (row < rows)
                Transpose16(ref Unsafe.Add(ref from, (rows - 16) * sourceStride), sourceStride, ref Unsafe.Add(ref to, rows - 16), targetStride);
        }

        if (wide < columns)
            RunNarrow(ref Unsafe.Add(ref source, columns - 8), sourceStride, ref Unsafe.Add(ref target, (columns - 8) * targetStride), targetStride, rows, 8);
    }

    /// <summary>How many floats lie before the next cache line that begins behind <paramref name="target"/>: 1 to 16. It matters for speed alone.</summary>
    private static int FloatsToNextLine(ref float target) =>
        16 - ((int)(Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref target) / sizeof(float)) & 15);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunNarrow(ref float source, int sourceStride, ref float target, int targetStride, int rows, int columns)
    {
        int narrower = Math.Min(rows, columns);
        int block = Avx.IsSupported && narrower >= 8 ? 8 : Sse.IsSupported && narrower >= 4 ? 4 : 1;
        for (int strip = 0; strip < rows; strip += StripRows)
        {
            int end = Math.Min(strip + StripRows, rows);
            if (block == 1)
            {
                RunByElement(ref Unsafe.Add(ref source, strip * sourceStride), sourceStride, ref Unsafe.Add(ref target, strip), targetStride, end - strip, columns);
                continue;
            }

            for (int startColumn = 0; startColumn < columns; startColumn += block)
            {
                int column = Math.Min(startColumn, columns - block);
                for (int startRow = strip; startRow < end; startRow += block)
                {
                    int row = Math.Min(startRow, rows - block);
                    ref float from = ref Unsafe.Add(ref source, (row * sourceStride) + column);
                    ref float to = ref Unsafe.Add(ref target, (column * targetStride) + row);
                    if (block == 8)
                        Transpose8(ref from, sourceStride, ref to, targetStride);
                    else
                        Transpose4(ref from, sourceStride, ref to, targetStride);
                }
            }
        }
    }

    private static void RunByElement(ref float source, int sourceStride, ref float target, int targetStride, int rows, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
                Unsafe.Add(ref target, (column * targetStride) + row) = Unsafe.Add(ref source, (row * sourceStride) + column);
        }
    }

    /// <summary>
    /// The colour planes of a photograph as pixels, four at a time: each pixel is stored with one float too many, which the
    /// next pixel overwrites, so the last few are written float by float.
    /// </summary>
    private static void InterleaveThree(ref float source, int sourceStride, ref float target, int columns)
    {
        int column = 0;
        for (; column <= columns - 5; column += 4)
        {
            ref float from = ref Unsafe.Add(ref source, column);
            ref float to = ref Unsafe.Add(ref target, 3 * column);
            Vector128<float> red = Vector128.LoadUnsafe(ref from);
            Vector128<float> green = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceStride));
            Vector128<float> blue = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceStride));
            Vector128<float> low = Sse.UnpackLow(red, green);
            Vector128<float> high = Sse.UnpackHigh(red, green);
            Vector128<float> blueLow = Sse.UnpackLow(blue, blue);
            Vector128<float> blueHigh = Sse.UnpackHigh(blue, blue);
            Sse.MoveLowToHigh(low, blueLow).StoreUnsafe(ref to);
            Sse.MoveHighToLow(blueLow, low).StoreUnsafe(ref Unsafe.Add(ref to, 3));
            Sse.MoveLowToHigh(high, blueHigh).StoreUnsafe(ref Unsafe.Add(ref to, 6));
            Sse.MoveHighToLow(blueHigh, high).StoreUnsafe(ref Unsafe.Add(ref to, 9));
        }

        RunByElement(ref Unsafe.Add(ref source, column), sourceStride, ref Unsafe.Add(ref target, 3 * column), 3, 3, columns - column);
    }

    /// <summary>Four columns at a time, whose rows r, r + 4, r + 8 and r + 12 share a register, so that only shuffles within quarters remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose16(ref float source, int sourceStride, ref float target, int targetStride)
    {
        for (int column = 0; column < 16; column += 4)
        {
            Vector512<float> rows0 = Quarters(ref source, sourceStride, 0);
            Vector512<float> rows1 = Quarters(ref source, sourceStride, 1);
            Vector512<float> rows2 = Quarters(ref source, sourceStride, 2);
            Vector512<float> rows3 = Quarters(ref source, sourceStride, 3);
            Vector512<float> low01 = Avx512F.UnpackLow(rows0, rows1);
            Vector512<float> low23 = Avx512F.UnpackLow(rows2, rows3);
            Vector512<float> high01 = Avx512F.UnpackHigh(rows0, rows1);
            Vector512<float> high23 = Avx512F.UnpackHigh(rows2, rows3);
            Avx512F.Shuffle(low01, low23, 0b01_00_01_00).StoreUnsafe(ref target);
            Avx512F.Shuffle(low01, low23, 0b11_10_11_10).StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
            Avx512F.Shuffle(high01, high23, 0b01_00_01_00).StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
            Avx512F.Shuffle(high01, high23, 0b11_10_11_10).StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
            source = ref Unsafe.Add(ref source, 4);
            target = ref Unsafe.Add(ref target, 4 * targetStride);
        }
    }

    /// <summary>Four columns of row <paramref name="row"/> and of the rows 4, 8 and 12 further down, one above the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(ref float source, int sourceStride, int row)
    {
        Vector512<float> rows = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, row * sourceStride)).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Vector128.LoadUnsafe(ref Unsafe.Add(ref source, (row + 4) * sourceStride)), 1);
        rows = Avx512F.InsertVector128(rows, Vector128.LoadUnsafe(ref Unsafe.Add(ref source, (row + 8) * sourceStride)), 2);
        return Avx512F.InsertVector128(rows, Vector128.LoadUnsafe(ref Unsafe.Add(ref source, (row + 12) * sourceStride)), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose4(ref float source, int sourceStride, ref float target, int targetStride)
    {
        Vector128<float> row0 = Vector128.LoadUnsafe(ref source);
        Vector128<float> row1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride));
        Vector128<float> row2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride));
        Vector128<float> row3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride));
        Vector128<float> low01 = Sse.UnpackLow(row0, row1);
        Vector128<float> low23 = Sse.UnpackLow(row2, row3);
        Vector128<float> high01 = Sse.UnpackHigh(row0, row1);
        Vector128<float> high23 = Sse.UnpackHigh(row2, row3);
        Sse.MoveLowToHigh(low01, low23).StoreUnsafe(ref target);
        Sse.MoveHighToLow(low23, low01).StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
        Sse.MoveLowToHigh(high01, high23).StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
        Sse.MoveHighToLow(high23, high01).StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose8(ref float source, int sourceStride, ref float target, int targetStride)
    {
        // Rows r and r + 4 share a register, so that only shuffles within halves remain.
        Vector256<float> rows04 = Halves(ref source, sourceStride, 0);
        Vector256<float> rows15 = Halves(ref source, sourceStride, 1);
        Vector256<float> rows26 = Halves(ref source, sourceStride, 2);
        Vector256<float> rows37 = Halves(ref source, sourceStride, 3);
        StoreFour(rows04, rows15, rows26, rows37, ref target, targetStride);
        source = ref Unsafe.Add(ref source, 4);
        rows04 = Halves(ref source, sourceStride, 0);
        rows15 = Halves(ref source, sourceStride, 1);
        rows26 = Halves(ref source, sourceStride, 2);
        rows37 = Halves(ref source, sourceStride, 3);
        StoreFour(rows04, rows15, rows26, rows37, ref Unsafe.Add(ref target, 4 * targetStride), targetStride);
    }

    /// <summary>Four columns of row <paramref name="row"/> below four columns of the row four further down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(ref float source, int sourceStride, int row) => Vector256.Create(
        Vector128.LoadUnsafe(ref Unsafe.Add(ref source, row * sourceStride)),
        Vector128.LoadUnsafe(ref Unsafe.Add(ref source, (row + 4) * sourceStride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(
        Vector256<float> rows04, Vector256<float> rows15, Vector256<float> rows26, Vector256<float> rows37, ref float target, int targetStride)
    {
        Vector256<float> low01 = Avx.UnpackLow(rows04, rows15);
        Vector256<float> low23 = Avx.UnpackLow(rows26, rows37);
        Vector256<float> high01 = Avx.UnpackHigh(rows04, rows15);
        Vector256<float> high23 = Avx.UnpackHigh(rows26, rows37);
        Avx.Shuffle(low01, low23, 0b01_00_01_00).StoreUnsafe(ref target);
        Avx.Shuffle(low01, low23, 0b11_10_11_10).StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
        Avx.Shuffle(high01, high23, 0b01_00_01_00).StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
        Avx.Shuffle(high01, high23, 0b11_10_11_10).StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
    }
}
