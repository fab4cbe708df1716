using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    private const float SmallestNormal = 1.17549435e-38f;
    private const float TwoTo23 = 8388608f;
    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>The natural logarithm of <paramref name="x"/>, within 4 ulp, also near 1; -infinity at 0, NaN below.</summary>
    /// <remarks>
    /// x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2), and ln x = k ln 2 + ln(1 + f); the polynomial for the latter is
    /// that of logf in Moshier's Cephes library. Around 1, k is 0 and f exact, so nothing cancels.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x)
    {
        // Subnormals have no exponent of their own to read, so they are brought among the normal numbers first.
        bool subnormal = x < SmallestNormal;
        int bits = BitConverter.SingleToInt32Bits(subnormal ? x * TwoTo23 : x);
        int k = (bits - SqrtHalfBits) >> 23;
        float f = BitConverter.Int32BitsToSingle(bits - (k << 23)) - 1f;
        float y = LogOfReduced(f, k - (subnormal ? 23 : 0));

        y = x < float.PositiveInfinity ? y : x;
        y = x < 0f ? float.NaN : y;
        return x == 0f ? float.NegativeInfinity : y;
    }

    /// <summary>
    /// ln(2^k (1 + f)) for 1 + f from sqrt(1/2) to sqrt(2). The parts are added from the smallest to the largest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LogOfReduced(float f, float k)
    {
        float z = f * f;
        float p = MultiplyAdd(7.0376836292e-2f, f, -1.1514610310e-1f);
        p = MultiplyAdd(p, f, 1.1676998740e-1f);
        p = MultiplyAdd(p, f, -1.2420140846e-1f);
        p = MultiplyAdd(p, f, 1.4249322787e-1f);
        p = MultiplyAdd(p, f, -1.6668057665e-1f);
        p = MultiplyAdd(p, f, 2.0000714765e-1f);
        p = MultiplyAdd(p, f, -2.4999993993e-1f);
        p = MultiplyAdd(p, f, 3.3333331174e-1f);
        float y = MultiplyAdd(k, Ln2Low, p * f * z);
        y = MultiplyAdd(z, -0.5f, y);
        return MultiplyAdd(k, Ln2High, f + y);
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x)
    {
        Vector128<float> subnormal = Vector128.LessThan(x, Vector128.Create(SmallestNormal));
        Vector128<int> bits = Vector128.ConditionalSelect(subnormal, x * Vector128.Create(TwoTo23), x).AsInt32();
        Vector128<int> k = Vector128.ShiftRightArithmetic(bits - Vector128.Create(SqrtHalfBits), 23);
        Vector128<float> f = (bits - Vector128.ShiftLeft(k, 23)).AsSingle() - Vector128.Create(1f);
        k -= subnormal.AsInt32() & Vector128.Create(23);
        Vector128<float> y = LogOfReduced(f, Vector128.ConvertToSingle(k));

        y = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(float.PositiveInfinity)), y, x);
        y = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), Vector128.Create(float.NaN), y);
        return Vector128.ConditionalSelect(
            Vector128.Equals(x, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LogOfReduced(Vector128<float> f, Vector128<float> k)
    {
        Vector128<float> z = f * f;
        Vector128<float> p = MultiplyAdd(Vector128.Create(7.0376836292e-2f), f, Vector128.Create(-1.1514610310e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(1.1676998740e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(-1.2420140846e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(1.4249322787e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(-1.6668057665e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(2.0000714765e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(-2.4999993993e-1f));
        p = MultiplyAdd(p, f, Vector128.Create(3.3333331174e-1f));
        Vector128<float> y = MultiplyAdd(k, Vector128.Create(Ln2Low), p * f * z);
        y = MultiplyAdd(z, Vector128.Create(-0.5f), y);
        return MultiplyAdd(k, Vector128.Create(Ln2High), f + y);
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> subnormal = Vector256.LessThan(x, Vector256.Create(SmallestNormal));
        Vector256<int> bits = Vector256.ConditionalSelect(subnormal, x * Vector256.Create(TwoTo23), x).AsInt32();
        Vector256<int> k = Vector256.ShiftRightArithmetic(bits - Vector256.Create(SqrtHalfBits), 23);
        Vector256<float> f = (bits - Vector256.ShiftLeft(k, 23)).AsSingle() - Vector256.Create(1f);
        k -= subnormal.AsInt32() & Vector256.Create(23);
        Vector256<float> y = LogOfReduced(f, Vector256.ConvertToSingle(k));

        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity)), y, x);
        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(float.NaN), y);
        return Vector256.ConditionalSelect(
            Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOfReduced(Vector256<float> f, Vector256<float> k)
    {
        Vector256<float> z = f * f;
        Vector256<float> p = MultiplyAdd(Vector256.Create(7.0376836292e-2f), f, Vector256.Create(-1.1514610310e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(1.1676998740e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(-1.2420140846e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(1.4249322787e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(-1.6668057665e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(2.0000714765e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(-2.4999993993e-1f));
        p = MultiplyAdd(p, f, Vector256.Create(3.3333331174e-1f));
        Vector256<float> y = MultiplyAdd(k, Vector256.Create(Ln2Low), p * f * z);
        y = MultiplyAdd(z, Vector256.Create(-0.5f), y);
        return MultiplyAdd(k, Vector256.Create(Ln2High), f + y);
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormal));
        Vector512<int> bits = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(TwoTo23), x).AsInt32();
        Vector512<int> k = Vector512.ShiftRightArithmetic(bits - Vector512.Create(SqrtHalfBits), 23);
        Vector512<float> f = (bits - Vector512.ShiftLeft(k, 23)).AsSingle() - Vector512.Create(1f);
        k -= subnormal.AsInt32() & Vector512.Create(23);
        Vector512<float> y = LogOfReduced(f, Vector512.ConvertToSingle(k));

        y = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), y, x);
        y = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(float.NaN), y);
        return Vector512.ConditionalSelect(
            Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOfReduced(Vector512<float> f, Vector512<float> k)
    {
        Vector512<float> z = f * f;
        Vector512<float> p = MultiplyAdd(Vector512.Create(7.0376836292e-2f), f, Vector512.Create(-1.1514610310e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(1.1676998740e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(-1.2420140846e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(1.4249322787e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(-1.6668057665e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(2.0000714765e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(-2.4999993993e-1f));
        p = MultiplyAdd(p, f, Vector512.Create(3.3333331174e-1f));
        Vector512<float> y = MultiplyAdd(k, Vector512.Create(Ln2Low), p * f * z);
        y = MultiplyAdd(z, Vector512.Create(-0.5f), y);
        return MultiplyAdd(k, Vector512.Create(Ln2High), f + y);
    }
}
