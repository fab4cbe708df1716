using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

/// <summary>Sums and maxima across the lanes of a vector, in one order on every machine: halves are combined until one lane is left.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Horizontal
{
    /// <summary>The sum of four lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>(v0 + v2) + (v1 + v3).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> value)
    {
        var pairs = value + Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    /// <summary>The sum of eight lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The sum of the lanes of lower half plus upper half.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => Sum(value.GetLower() + value.GetUpper());

    /// <summary>The sum of sixteen lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The sum of the lanes of lower half plus upper half.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Sum(value.GetLower() + value.GetUpper());

    /// <summary>The largest of four lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The maximum; NaN if a lane is NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector128<float> value) => MathF.Max(
        MathF.Max(value.ToScalar(), value.GetElement(1)), MathF.Max(value.GetElement(2), value.GetElement(3)));

    /// <summary>The largest of eight lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The maximum; NaN if a lane is NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector256<float> value) => MathF.Max(Maximum(value.GetLower()), Maximum(value.GetUpper()));

    /// <summary>The largest of sixteen lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The maximum; NaN if a lane is NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector512<float> value) => MathF.Max(Maximum(value.GetLower()), Maximum(value.GetUpper()));
}
