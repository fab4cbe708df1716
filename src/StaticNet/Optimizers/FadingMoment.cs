using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet;

/// <summary>Running means that have faded below the smallest normal number become 0.</summary>
/// <remarks>
/// Where a gradient stays 0, as behind a ReLU that answers to no sample any more, its mean shrinks by a factor a step, and
/// then stops: 0.9 times four units of the last subnormal place rounds to four units. So it would stay subnormal for good, and
/// an update takes three times as long for a vector in which root or division meets one such number.
/// </remarks>
internal static class FadingMoment
{
    /// <summary>2^-126, the smallest normal number: means below this are forgotten.</summary>
    public const float Smallest = 1.17549435e-38f;

    /// <summary>0 in place of what is smaller than the bound, which may be 0: then all stays. NaN stays in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Settle(float mean, float bound) => MathF.Abs(mean) < bound ? 0 : mean;

    /// <inheritdoc cref="Settle(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Settle(Vector128<float> mean, Vector128<float> bound) =>
        Vector128.AndNot(mean, Vector128.LessThan(Vector128.Abs(mean), bound));

    /// <inheritdoc cref="Settle(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Settle(Vector256<float> mean, Vector256<float> bound) =>
        Vector256.AndNot(mean, Vector256.LessThan(Vector256.Abs(mean), bound));

    /// <inheritdoc cref="Settle(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Settle(Vector512<float> mean, Vector512<float> bound) =>
        Vector512.AndNot(mean, Vector512.LessThan(Vector512.Abs(mean), bound));

    /// <summary>The same for a mean of squares, which has no sign to take away first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SettleSquare(float mean, float bound) => mean < bound ? 0 : mean;

    /// <inheritdoc cref="SettleSquare(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SettleSquare(Vector128<float> mean, Vector128<float> bound) =>
        Vector128.AndNot(mean, Vector128.LessThan(mean, bound));

    /// <inheritdoc cref="SettleSquare(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SettleSquare(Vector256<float> mean, Vector256<float> bound) =>
        Vector256.AndNot(mean, Vector256.LessThan(mean, bound));

    /// <inheritdoc cref="SettleSquare(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SettleSquare(Vector512<float> mean, Vector512<float> bound) =>
        Vector512.AndNot(mean, Vector512.LessThan(mean, bound));
}
