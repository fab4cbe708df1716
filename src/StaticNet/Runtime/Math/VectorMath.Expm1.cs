using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    // Below this, e^x - 1 rounds to -1.
    private const float Expm1Lowest = -20f;

    // 2^-25: the next term of e^x - 1 and of ln(1 + x), x^2 / 2, is then at most a quarter of x's last bit.
    private const float Tiny = 2.98023224e-8f;

    /// <summary>e to the power of <paramref name="x"/>, less 1, within 4 ulp, also where x is small; -1 at -infinity.</summary>
    /// <remarks>
    /// With the reduction of <see cref="Exp(float)"/>: 2^n (e^r - 1) + (2^n - 1), where nothing cancels since e^r - 1 comes from
    /// the polynomial directly. Both terms are halved while they are added, so that 2^128 does not overflow too early.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Expm1(float x)
    {
        float clamped = x < Expm1Lowest ? Expm1Lowest : x;
        clamped = clamped > ExpHighest ? ExpHighest : clamped;
        float y = Expm1Within(clamped);

        // Here e^x - 1 rounds to x; this also keeps -0 and the last bit of subnormals.
        return MathF.Abs(x) < Tiny ? x : y;
    }

    /// <summary>e^x - 1 for x from -20 to 89, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Expm1Within(float x)
    {
        float shifted = MultiplyAdd(x, Log2E, RoundingShift);
        float n = shifted - RoundingShift;
        float r = MultiplyAdd(n, -Ln2Low, MultiplyAdd(n, -Ln2High, x));
        int exponent = BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits;
        float halfScale = BitConverter.Int32BitsToSingle((exponent + 126) << 23);
        float halved = MultiplyAdd(halfScale, ExpMinus1Polynomial(r), halfScale - 0.5f);
        return halved + halved;
    }

    /// <inheritdoc cref="Expm1(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Expm1(Vector128<float> x)
    {
        Vector128<float> clamped = Vector128.ConditionalSelect(
            Vector128.LessThan(x, Vector128.Create(Expm1Lowest)), Vector128.Create(Expm1Lowest), x);
        clamped = Vector128.ConditionalSelect(
            Vector128.GreaterThan(x, Vector128.Create(ExpHighest)), Vector128.Create(ExpHighest), clamped);
        Vector128<float> y = Expm1Within(clamped);
        return Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(x), Vector128.Create(Tiny)), x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Expm1Within(Vector128<float> x)
    {
        Vector128<float> shifted = MultiplyAdd(x, Vector128.Create(Log2E), Vector128.Create(RoundingShift));
        Vector128<float> n = shifted - Vector128.Create(RoundingShift);
        Vector128<float> r = MultiplyAdd(n, Vector128.Create(-Ln2Low), MultiplyAdd(n, Vector128.Create(-Ln2High), x));
        Vector128<int> exponent = shifted.AsInt32() - Vector128.Create(RoundingShiftBits);
        Vector128<float> halfScale = Vector128.ShiftLeft(exponent + Vector128.Create(126), 23).AsSingle();
        Vector128<float> halved = MultiplyAdd(halfScale, ExpMinus1Polynomial(r), halfScale - Vector128.Create(0.5f));
        return halved + halved;
    }

    /// <inheritdoc cref="Expm1(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Expm1(Vector256<float> x)
    {
        Vector256<float> clamped = Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256.Create(Expm1Lowest)), Vector256.Create(Expm1Lowest), x);
        clamped = Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256.Create(ExpHighest)), Vector256.Create(ExpHighest), clamped);
        Vector256<float> y = Expm1Within(clamped);
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(Tiny)), x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Expm1Within(Vector256<float> x)
    {
        Vector256<float> shifted = MultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(RoundingShift));
        Vector256<float> n = shifted - Vector256.Create(RoundingShift);
        Vector256<float> r = MultiplyAdd(n, Vector256.Create(-Ln2Low), MultiplyAdd(n, Vector256.Create(-Ln2High), x));
        Vector256<int> exponent = shifted.AsInt32() - Vector256.Create(RoundingShiftBits);
        Vector256<float> halfScale = Vector256.ShiftLeft(exponent + Vector256.Create(126), 23).AsSingle();
        Vector256<float> halved = MultiplyAdd(halfScale, ExpMinus1Polynomial(r), halfScale - Vector256.Create(0.5f));
        return halved + halved;
    }

    /// <inheritdoc cref="Expm1(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x)
    {
        Vector512<float> clamped = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(Expm1Lowest)), Vector512.Create(Expm1Lowest), x);
        clamped = Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512.Create(ExpHighest)), Vector512.Create(ExpHighest), clamped);
        Vector512<float> y = Expm1Within(clamped);
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(Tiny)), x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Expm1Within(Vector512<float> x)
    {
        Vector512<float> shifted = MultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(RoundingShift));
        Vector512<float> n = shifted - Vector512.Create(RoundingShift);
        Vector512<float> r = MultiplyAdd(n, Vector512.Create(-Ln2Low), MultiplyAdd(n, Vector512.Create(-Ln2High), x));
        Vector512<int> exponent = shifted.AsInt32() - Vector512.Create(RoundingShiftBits);
        Vector512<float> halfScale = Vector512.ShiftLeft(exponent + Vector512.Create(126), 23).AsSingle();
        Vector512<float> halved = MultiplyAdd(halfScale, ExpMinus1Polynomial(r), halfScale - Vector512.Create(0.5f));
        return halved + halved;
    }
}
