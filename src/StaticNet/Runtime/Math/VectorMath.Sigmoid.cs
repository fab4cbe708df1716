using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    /// <summary>1 / (1 + e^-<paramref name="x"/>), within 4 ulp in both tails; 0 and 1 at the infinities, NaN at NaN.</summary>
    /// <remarks>
    /// With e = e^-|x|, which cannot overflow: 1 / (1 + e) for x not below 0, and e / (1 + e) below, so that the left tail goes
    /// on through the subnormal numbers.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x)
    {
        float e = Exp(-MathF.Abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        Vector128<float> e = Exp(x | Vector128.Create(-0f));
        Vector128<float> numerator = Vector128.ConditionalSelect(
            Vector128.LessThan(x, Vector128<float>.Zero), e, Vector128.Create(1f));
        return numerator / (Vector128.Create(1f) + e);
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> e = Exp(x | Vector256.Create(-0f));
        Vector256<float> numerator = Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256<float>.Zero), e, Vector256.Create(1f));
        return numerator / (Vector256.Create(1f) + e);
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> e = Exp(x | Vector512.Create(-0f));
        Vector512<float> numerator = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512.Create(1f));
        return numerator / (Vector512.Create(1f) + e);
    }
}
