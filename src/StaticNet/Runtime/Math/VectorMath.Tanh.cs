using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    // tanh 10 rounds to 1.
    private const float TanhHighest = 20f;

    /// <summary>
    /// The hyperbolic tangent of <paramref name="x"/>, within 4 ulp; -1 and 1 at the infinities, odd to the last bit.
    /// </summary>
    /// <remarks>
    /// tanh |x| = t / (t + 2) with t = e^(2 |x|) - 1: the relative error of t is not amplified anywhere, since t's factor in it,
    /// 2 / (t + 2), is at most 1.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        float doubled = MathF.Abs(x) * 2f;
        doubled = doubled > TanhHighest ? TanhHighest : doubled;
        float t = Expm1Within(doubled);
        return MathF.CopySign(t / (t + 2f), x);
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> sign = x & Vector128.Create(-0f);
        Vector128<float> doubled = Vector128.Abs(x) * Vector128.Create(2f);
        doubled = Vector128.ConditionalSelect(
            Vector128.GreaterThan(doubled, Vector128.Create(TanhHighest)), Vector128.Create(TanhHighest), doubled);
        Vector128<float> t = Expm1Within(doubled);
        return (t / (t + Vector128.Create(2f))) | sign;
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> sign = x & Vector256.Create(-0f);
        Vector256<float> doubled = Vector256.Abs(x) * Vector256.Create(2f);
        doubled = Vector256.ConditionalSelect(
            Vector256.GreaterThan(doubled, Vector256.Create(TanhHighest)), Vector256.Create(TanhHighest), doubled);
        Vector256<float> t = Expm1Within(doubled);
        return (t / (t + Vector256.Create(2f))) | sign;
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> sign = x & Vector512.Create(-0f);
        Vector512<float> doubled = Vector512.Abs(x) * Vector512.Create(2f);
        doubled = Vector512.ConditionalSelect(
            Vector512.GreaterThan(doubled, Vector512.Create(TanhHighest)), Vector512.Create(TanhHighest), doubled);
        Vector512<float> t = Expm1Within(doubled);
        return (t / (t + Vector512.Create(2f))) | sign;
    }
}
