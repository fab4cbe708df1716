using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Runtime;

namespace StaticNet.Bench.Machine;

/// <summary>How fast one core reads memory. A single sample uses each weight once, so dense layers wait for it.</summary>
internal static class Bandwidth
{
    private const int Sums = 8;

    // What is stored must be computed.
    private static float result;

    /// <summary>Measures reading a buffer over and over, so from whichever cache holds as much.</summary>
    /// <param name="bytes">The size of the buffer.</param>
    /// <returns>Bytes a second; the best run of a tenth of a second counts.</returns>
    public static double Measure(long bytes)
    {
        int step = Sums * Vector<float>.Count;
        int floats = Math.Max(1, (int)(bytes / sizeof(float) / step)) * step;
        var buffer = new AlignedBuffer(floats);
        int passes = Math.Max(1, 1_000_000 / floats);
        double best = 0;
        long end = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;
        while (Stopwatch.GetTimestamp() < end)
        {
            long start = Stopwatch.GetTimestamp();
            for (int pass = 0; pass < passes; pass++)
                result = Read(buffer.Span);
            best = Math.Max(best, (double)passes * floats * sizeof(float) / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Read(ReadOnlySpan<float> buffer)
    {
        ref float first = ref MemoryMarshal.GetReference(buffer);
        Vector<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (int i = 0; i < buffer.Length; i += Sums * Vector<float>.Count)
        {
            a += Load(ref first, i, 0);
            b += Load(ref first, i, 1);
            c += Load(ref first, i, 2);
            d += Load(ref first, i, 3);
            e += Load(ref first, i, 4);
            f += Load(ref first, i, 5);
            g += Load(ref first, i, 6);
            h += Load(ref first, i, 7);
        }

        return Vector.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float first, int start, int vector) =>
        Vector.LoadUnsafe(ref first, (nuint)(start + vector * Vector<float>.Count));
}
