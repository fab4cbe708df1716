using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    // tanh 10 rounds to 1.
    private const float TanhHighest = 10f;

    private const float TwoLog2E = 2f * Log2E;

    // One constant is enough: its error of 1e-9, at most 29 times, vanishes in e^2y.
    private const float HalfLn2 = 0.3465736f;

    // Those of ExpMinus1Polynomial, for r = half of its argument and four times its value.
    private const float Tanh0 = 2f;
    private const float Tanh1 = 1.3333333f;
    private const float Tanh2 = 0.66665274f;
    private const float Tanh3 = 0.26667047f;
    private const float Tanh4 = 0.089484796f;
    private const float Tanh5 = 0.025440885f;

    /// <summary>
    /// The hyperbolic tangent of <paramref name="x"/>, within 4 ulp; -1 and 1 at the infinities, odd to the last bit.
    /// </summary>
    /// <remarks>
    /// tanh |x| = h / (h + 1) with h = (e^(2 |x|) - 1) / 2: the relative error of h is not amplified anywhere, since h's
    /// factor in it, 1 / (h + 1), is at most 1. What bounds the time is how long the operations wait for each other, and so the
    /// polynomial is evaluated in three parts that do not, and |x| is reduced by halves of ln 2 instead of being doubled.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        float y = MathF.Abs(x);
        y = y > TanhHighest ? TanhHighest : y;
        float shifted = MultiplyAdd(y, TwoLog2E, RoundingShift);
        float n = shifted - RoundingShift;
        float r = MultiplyAdd(n, -HalfLn2, y);
        int exponent = BitConverter.SingleToInt32Bits(shifted) - RoundingShiftBits;
        float halfScale = BitConverter.Int32BitsToSingle((exponent + 126) << 23);
        float squared = r * r;
        float low = MultiplyAdd(Tanh1, r, Tanh0);
        float middle = MultiplyAdd(Tanh3, r, Tanh2);
        float high = MultiplyAdd(Tanh5, r, Tanh4);
        float p = MultiplyAdd(MultiplyAdd(high, squared, middle), squared, low);
        float h = MultiplyAdd(halfScale, MultiplyAdd(p, squared, r + r), halfScale - 0.5f);
        return MathF.CopySign(h / (h + 1f), x);
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> sign = x & Vector128.Create(-0f);
        Vector128<float> y = Vector128.Abs(x);
        y = Vector128.ConditionalSelect(Vector128.GreaterThan(y, Vector128.Create(TanhHighest)), Vector128.Create(TanhHighest), y);
        Vector128<float> shifted = MultiplyAdd(y, Vector128.Create(TwoLog2E), Vector128.Create(RoundingShift));
        Vector128<float> n = shifted - Vector128.Create(RoundingShift);
        Vector128<float> r = MultiplyAdd(n, Vector128.Create(-HalfLn2), y);
        Vector128<int> exponent = shifted.AsInt32() - Vector128.Create(RoundingShiftBits);
        Vector128<float> halfScale = Vector128.ShiftLeft(exponent + Vector128.Create(126), 23).AsSingle();
        Vector128<float> squared = r * r;
        Vector128<float> low = MultiplyAdd(Vector128.Create(Tanh1), r, Vector128.Create(Tanh0));
        Vector128<float> middle = MultiplyAdd(Vector128.Create(Tanh3), r, Vector128.Create(Tanh2));
        Vector128<float> high = MultiplyAdd(Vector128.Create(Tanh5), r, Vector128.Create(Tanh4));
        Vector128<float> p = MultiplyAdd(MultiplyAdd(high, squared, middle), squared, low);
        Vector128<float> h = MultiplyAdd(halfScale, MultiplyAdd(p, squared, r + r), halfScale - Vector128.Create(0.5f));
        return (h / (h + Vector128.Create(1f))) | sign;
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> sign = x & Vector256.Create(-0f);
        Vector256<float> y = Vector256.Abs(x);
        y = Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256.Create(TanhHighest)), Vector256.Create(TanhHighest), y);
        Vector256<float> shifted = MultiplyAdd(y, Vector256.Create(TwoLog2E), Vector256.Create(RoundingShift));
        Vector256<float> n = shifted - Vector256.Create(RoundingShift);
        Vector256<float> r = MultiplyAdd(n, Vector256.Create(-HalfLn2), y);
        Vector256<int> exponent = shifted.AsInt32() - Vector256.Create(RoundingShiftBits);
        Vector256<float> halfScale = Vector256.ShiftLeft(exponent + Vector256.Create(126), 23).AsSingle();
        Vector256<float> squared = r * r;
        Vector256<float> low = MultiplyAdd(Vector256.Create(Tanh1), r, Vector256.Create(Tanh0));
        Vector256<float> middle = MultiplyAdd(Vector256.Create(Tanh3), r, Vector256.Create(Tanh2));
        Vector256<float> high = MultiplyAdd(Vector256.Create(Tanh5), r, Vector256.Create(Tanh4));
        Vector256<float> p = MultiplyAdd(MultiplyAdd(high, squared, middle), squared, low);
        Vector256<float> h = MultiplyAdd(halfScale, MultiplyAdd(p, squared, r + r), halfScale - Vector256.Create(0.5f));
        return (h / (h + Vector256.Create(1f))) | sign;
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> sign = x & Vector512.Create(-0f);
        Vector512<float> y = Vector512.Abs(x);
        y = Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512.Create(TanhHighest)), Vector512.Create(TanhHighest), y);
        Vector512<float> shifted = MultiplyAdd(y, Vector512.Create(TwoLog2E), Vector512.Create(RoundingShift));
        Vector512<float> n = shifted - Vector512.Create(RoundingShift);
        Vector512<float> r = MultiplyAdd(n, Vector512.Create(-HalfLn2), y);
        Vector512<int> exponent = shifted.AsInt32() - Vector512.Create(RoundingShiftBits);
        Vector512<float> halfScale = Vector512.ShiftLeft(exponent + Vector512.Create(126), 23).AsSingle();
        Vector512<float> squared = r * r;
        Vector512<float> low = MultiplyAdd(Vector512.Create(Tanh1), r, Vector512.Create(Tanh0));
        Vector512<float> middle = MultiplyAdd(Vector512.Create(Tanh3), r, Vector512.Create(Tanh2));
        Vector512<float> high = MultiplyAdd(Vector512.Create(Tanh5), r, Vector512.Create(Tanh4));
        Vector512<float> p = MultiplyAdd(MultiplyAdd(high, squared, middle), squared, low);
        Vector512<float> h = MultiplyAdd(halfScale, MultiplyAdd(p, squared, r + r), halfScale - Vector512.Create(0.5f));
        return (h / (h + Vector512.Create(1f))) | sign;
    }
}
