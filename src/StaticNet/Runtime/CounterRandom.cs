using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

/// <summary>
/// Random numbers without a state: a hash of a key and an index. Any element of any mask can be computed alone, in any order,
/// in any width of vector, and always has the same bits.
/// </summary>
/// <remarks>
/// <para>
/// 32 bits: <c>m(m(index + key) ^ key * 0x9E3779B9)</c>, where <c>m</c> is lowbias32, the finaliser with the least bias that
/// Chris Wellons' search found (https://nullprogram.com/blog/2018/07/31/, public domain): <c>x ^= x >> 16; x *= 0x7FEB352D;
/// x ^= x >> 15; x *= 0x846CA68B; x ^= x >> 16</c>. One round would make the masks of two keys shifts of each other; with the
/// key mixed in between two rounds they are not.
/// </para>
/// <para>
/// 64 bits: the output function of SplitMix64 (Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, 2014, with
/// the constants of David Stafford's Mix13), again twice.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public static class CounterRandom
{
    private const uint Golden32 = 0x9E3779B9;
    private const ulong Golden64 = 0x9E3779B97F4A7C15;
    private const uint Multiplier1 = 0x7FEB352D;
    private const uint Multiplier2 = 0x846CA68B;

    /// <summary>The key of one stream of random numbers at one step.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="step">The training step; every step has masks of its own.</param>
    /// <param name="stream">Which consumer: every dropout layer has masks of its own.</param>
    public static uint Key(ulong seed, ulong step, uint stream)
    {
        ulong mixed = Mix(seed + Golden64);
        mixed = Mix(mixed ^ (step * Golden64));
        mixed = Mix(mixed ^ (stream * Golden64 + 1));
        return (uint)(mixed >> 32);
    }

    /// <summary>32 random bits.</summary>
    /// <param name="key">From <see cref="Key"/>.</param>
    /// <param name="index">Which element.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(uint key, uint index) => Mix(Mix(index + key) ^ (key * Golden32));

    /// <summary>64 random bits.</summary>
    /// <param name="key">Any number; neighbouring keys are as independent as any.</param>
    /// <param name="index">Which element.</param>
    internal static ulong Bits64(ulong key, ulong index) => Mix(Mix(index * Golden64 + key) ^ (key * Golden64 + Golden64));

    /// <summary>The factor of inverted dropout for one element: <paramref name="scale"/> if it is kept, else 0.</summary>
    /// <param name="key">From <see cref="Key"/>.</param>
    /// <param name="index">Which element.</param>
    /// <param name="threshold">The probability of dropping, times 2^32.</param>
    /// <param name="scale">1 / (1 - the probability of dropping), which keeps the expected value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float DropoutScale(uint key, uint index, uint threshold, float scale) =>
        Bits(key, index) >= threshold ? scale : 0f;

    /// <summary>
    /// The factors of the four elements from <paramref name="index"/> on, as <see cref="DropoutScale"/> gives them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> DropoutScale128(uint key, uint index, uint threshold, float scale)
    {
        Vector128<uint> x = Mix(Vector128.Create(index + key) + Vector128.Create(0u, 1, 2, 3));
        x = Mix(x ^ Vector128.Create(key * Golden32));
        Vector128<uint> keep = Vector128.GreaterThanOrEqual(x, Vector128.Create(threshold));
        return keep.AsSingle() & Vector128.Create(scale);
    }

    /// <summary>
    /// The factors of the eight elements from <paramref name="index"/> on, as <see cref="DropoutScale"/> gives them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> DropoutScale256(uint key, uint index, uint threshold, float scale)
    {
        Vector256<uint> x = Mix(Vector256.Create(index + key) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7));
        x = Mix(x ^ Vector256.Create(key * Golden32));
        Vector256<uint> keep = Vector256.GreaterThanOrEqual(x, Vector256.Create(threshold));
        return keep.AsSingle() & Vector256.Create(scale);
    }

    /// <summary>
    /// The factors of the sixteen elements from <paramref name="index"/> on, as <see cref="DropoutScale"/> gives them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> DropoutScale512(uint key, uint index, uint threshold, float scale)
    {
        Vector512<uint> x = Mix(Vector512.Create(index + key)
            + Vector512.Create(0u, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
        x = Mix(x ^ Vector512.Create(key * Golden32));
        Vector512<uint> keep = Vector512.GreaterThanOrEqual(x, Vector512.Create(threshold));
        return keep.AsSingle() & Vector512.Create(scale);
    }

    /// <summary>
    /// A random integer from 0 to <paramref name="bound"/> - 1: Lemire's multiplication, whose bias here is below 2^-32.
    /// </summary>
    internal static int Below(int bound, ulong key, ulong index) => (int)Math.BigMul(Bits64(key, index), (ulong)bound, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= Multiplier1;
        x ^= x >> 15;
        x *= Multiplier2;
        return x ^ (x >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Mix(Vector128<uint> x)
    {
        x ^= Vector128.ShiftRightLogical(x, 16);
        x *= Vector128.Create(Multiplier1);
        x ^= Vector128.ShiftRightLogical(x, 15);
        x *= Vector128.Create(Multiplier2);
        return x ^ Vector128.ShiftRightLogical(x, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Mix(Vector256<uint> x)
    {
        x ^= Vector256.ShiftRightLogical(x, 16);
        x *= Vector256.Create(Multiplier1);
        x ^= Vector256.ShiftRightLogical(x, 15);
        x *= Vector256.Create(Multiplier2);
        return x ^ Vector256.ShiftRightLogical(x, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Mix(Vector512<uint> x)
    {
        x ^= Vector512.ShiftRightLogical(x, 16);
        x *= Vector512.Create(Multiplier1);
        x ^= Vector512.ShiftRightLogical(x, 15);
        x *= Vector512.Create(Multiplier2);
        return x ^ Vector512.ShiftRightLogical(x, 16);
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
