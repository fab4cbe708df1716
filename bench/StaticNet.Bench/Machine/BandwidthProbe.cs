using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Runtime;

namespace StaticNet.Bench.Machine;

/// <summary>
/// Moves a number of bytes over and over, as fast as one core can, so from whichever cache holds as many: what a case is held
/// against that has as much traffic. Half of it is read and half written; or all of it is read.
/// </summary>
internal sealed class BandwidthProbe
{
    private const int Sums = 8;
    private const int Trials = 9;

    // So much moves in some tens of microseconds, which the clock tells apart.
    private const double FewestTrialBytes = 4 << 20;

    // Less is not worth a loop.
    private const long FewestBytes = 4096;

    // More than any cache holds, and more would only take longer.
    private const long MostBytes = 256L << 20;

    // What is stored must be computed.
    private static float result;

    private readonly AlignedBuffer source;
    private readonly AlignedBuffer target;
    private readonly Action run;

    /// <summary>Allocates the memory.</summary>
    /// <param name="bytes">The bytes of one run.</param>
    /// <param name="isReading">Whether all are read, instead of half of them copied.</param>
    public BandwidthProbe(long bytes, bool isReading)
    {
        int step = Sums * Vector<float>.Count;
        long floats = Math.Clamp(bytes, FewestBytes, MostBytes) / sizeof(float) / (isReading ? 1 : 2) / step * step;
        source = new AlignedBuffer((int)floats);
        target = new AlignedBuffer(isReading ? 0 : (int)floats);

        // Untouched pages of zeros are all the same page of the machine's memory.
        source.Span.Fill(1);
        target.Span.Fill(1);
        run = isReading ? Fastest(ReadByVectors, ReadOneByOne) : Fastest(CopyByRuntime, CopyByVectors);
    }

    /// <summary>The bytes that one run moves.</summary>
    public double BytesARun => (double)(source.Length + target.Length) * sizeof(float);

    /// <summary>Does as many runs as it is told.</summary>
    public void Run(int runs)
    {
        for (int i = 0; i < runs; i++)
            run();
    }

    // From some size on, the runtime's copy writes past the caches, which is faster where nothing would stay in them. And vectors
    // are slow where the process was started without them.
    private Action Fastest(params Action[] ways)
    {
        int times = (int)(FewestTrialBytes / BytesARun) + 1;
        return ways.MinBy(way => Enumerable.Range(0, Trials).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < times; i++)
                way();
            return Stopwatch.GetElapsedTime(start);
        }))!;
    }

    private void ReadByVectors() => result = Read(source.Span);

    private void ReadOneByOne() => result = ReadFloats(source.Span);

    private void CopyByRuntime() => source.Span.CopyTo(target.Span);

    private void CopyByVectors() => Copy(source.Span, target.Span);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        for (int i = 0; i < source.Length; i += 4 * Vector<float>.Count)
        {
            Load(ref from, i, 0).StoreUnsafe(ref to, (nuint)i);
            Load(ref from, i, 1).StoreUnsafe(ref to, (nuint)(i + Vector<float>.Count));
            Load(ref from, i, 2).StoreUnsafe(ref to, (nuint)(i + 2 * Vector<float>.Count));
            Load(ref from, i, 3).StoreUnsafe(ref to, (nuint)(i + 3 * Vector<float>.Count));
        }
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float ReadFloats(ReadOnlySpan<float> buffer)
    {
        float a = 0, b = 0, c = 0, d = 0;
        for (int i = 0; i + 3 < buffer.Length; i += 4)
        {
            a += buffer[i];
            b += buffer[i + 1];
            c += buffer[i + 2];
            d += buffer[i + 3];
        }

        return a + b + c + d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float first, int start, int vector) =>
        Vector.LoadUnsafe(ref first, (nuint)(start + vector * Vector<float>.Count));
}
