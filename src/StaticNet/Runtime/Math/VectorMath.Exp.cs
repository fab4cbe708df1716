using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    // Below the first, e^x rounds to 0; above the second it overflows. Clamped, the exponent stays within -150 to 128.
    private const float ExpLowest = -104f;
    private const float ExpHighest = 89f;
    private const float Log2E = 1.44269504088896341f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // 1.5 * 2^23: added to a small number, it leaves that number's nearest integer in the low bits of the mantissa.
    private const float RoundingShift = 12582912f;
    private const int RoundingShiftBits = 0x4B400000;

    /// <summary>
    /// e to the power of <paramref name="x"/>, within 4 ulp; 0 at -infinity, +infinity from 88.73 on, NaN at NaN.
    /// </summary>
    /// <remarks>
    /// e^x = 2^n e^r with n the integer nearest x / ln 2, so |r| is at most ln 2 / 2. ln 2 comes in two parts, the first
    /// with 9 bits, so that n times it is exact with or without fused multiply-add (Cody and Waite, 1980). The polynomial for
    /// e^r is that of expf in Moshier's Cephes library. 2^n is multiplied in two halves: one factor could not hold the
    /// exponents of subnormal results.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        // Written so that NaN stays NaN: a comparison with it is false.
        x = x < ExpLowest ? ExpLowest : x;
        x = x > ExpHighest ? ExpHighest : x;
        float shifted = MultiplyAdd(x, Log2E, RoundingShift);
        float n = shifted - RoundingShift;
        float r = MultiplyAdd(n, -Ln2Low, MultiplyAdd(n, -Ln2High, x));
        float y = ExpMinus1Polynomial(r) + 1f;

        int exponent = BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits;
        int half = exponent >> 1;
        float scale1 = BitConverter.Int32BitsToSingle((half + 127) << 23);
        float scale2 = BitConverter.Int32BitsToSingle((exponent - half + 127) << 23);
        return y * scale1 * scale2;
    }

    /// <summary>e^r - 1 for |r| at most ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ExpMinus1Polynomial(float r)
    {
        float p = MultiplyAdd(1.9875691500e-4f, r, 1.3981999507e-3f);
        p = MultiplyAdd(p, r, 8.3334519073e-3f);
        p = MultiplyAdd(p, r, 4.1665795894e-2f);
        p = MultiplyAdd(p, r, 1.6666665459e-1f);
        p = MultiplyAdd(p, r, 5.0000001201e-1f);
        return MultiplyAdd(p, r * r, r);
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x)
    {
        x = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(ExpLowest)), Vector128.Create(ExpLowest), x);
        x = Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128.Create(ExpHighest)), Vector128.Create(ExpHighest), x);
        Vector128<float> shifted = MultiplyAdd(x, Vector128.Create(Log2E), Vector128.Create(RoundingShift));
        Vector128<float> n = shifted - Vector128.Create(RoundingShift);
        Vector128<float> r = MultiplyAdd(n, Vector128.Create(-Ln2Low), MultiplyAdd(n, Vector128.Create(-Ln2High), x));
        Vector128<float> y = ExpMinus1Polynomial(r) + Vector128.Create(1f);

        Vector128<int> exponent = shifted.AsInt32() - Vector128.Create(RoundingShiftBits);
        Vector128<int> half = Vector128.ShiftRightArithmetic(exponent, 1);
        Vector128<int> scale1 = Vector128.ShiftLeft(half + Vector128.Create(127), 23);
        Vector128<int> scale2 = Vector128.ShiftLeft(exponent - half + Vector128.Create(127), 23);
        return y * scale1.AsSingle() * scale2.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ExpMinus1Polynomial(Vector128<float> r)
    {
        Vector128<float> p = MultiplyAdd(Vector128.Create(1.9875691500e-4f), r, Vector128.Create(1.3981999507e-3f));
        p = MultiplyAdd(p, r, Vector128.Create(8.3334519073e-3f));
        p = MultiplyAdd(p, r, Vector128.Create(4.1665795894e-2f));
        p = MultiplyAdd(p, r, Vector128.Create(1.6666665459e-1f));
        p = MultiplyAdd(p, r, Vector128.Create(5.0000001201e-1f));
        return MultiplyAdd(p, r * r, r);
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(ExpLowest)), Vector256.Create(ExpLowest), x);
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(ExpHighest)), Vector256.Create(ExpHighest), x);
        Vector256<float> shifted = MultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(RoundingShift));
        Vector256<float> n = shifted - Vector256.Create(RoundingShift);
        Vector256<float> r = MultiplyAdd(n, Vector256.Create(-Ln2Low), MultiplyAdd(n, Vector256.Create(-Ln2High), x));
        Vector256<float> y = ExpMinus1Polynomial(r) + Vector256.Create(1f);

        Vector256<int> exponent = shifted.AsInt32() - Vector256.Create(RoundingShiftBits);
        Vector256<int> half = Vector256.ShiftRightArithmetic(exponent, 1);
        Vector256<int> scale1 = Vector256.ShiftLeft(half + Vector256.Create(127), 23);
        Vector256<int> scale2 = Vector256.ShiftLeft(exponent - half + Vector256.Create(127), 23);
        return y * scale1.AsSingle() * scale2.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpMinus1Polynomial(Vector256<float> r)
    {
        Vector256<float> p = MultiplyAdd(Vector256.Create(1.9875691500e-4f), r, Vector256.Create(1.3981999507e-3f));
        p = MultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = MultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = MultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = MultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        return MultiplyAdd(p, r * r, r);
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(ExpLowest)), Vector512.Create(ExpLowest), x);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(ExpHighest)), Vector512.Create(ExpHighest), x);
        Vector512<float> shifted = MultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(RoundingShift));
        Vector512<float> n = shifted - Vector512.Create(RoundingShift);
        Vector512<float> r = MultiplyAdd(n, Vector512.Create(-Ln2Low), MultiplyAdd(n, Vector512.Create(-Ln2High), x));
        Vector512<float> y = ExpMinus1Polynomial(r) + Vector512.Create(1f);

        Vector512<int> exponent = shifted.AsInt32() - Vector512.Create(RoundingShiftBits);
        Vector512<int> half = Vector512.ShiftRightArithmetic(exponent, 1);
        Vector512<int> scale1 = Vector512.ShiftLeft(half + Vector512.Create(127), 23);
        Vector512<int> scale2 = Vector512.ShiftLeft(exponent - half + Vector512.Create(127), 23);
        return y * scale1.AsSingle() * scale2.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpMinus1Polynomial(Vector512<float> r)
    {
        Vector512<float> p = MultiplyAdd(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = MultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = MultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = MultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = MultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        return MultiplyAdd(p, r * r, r);
    }
}
