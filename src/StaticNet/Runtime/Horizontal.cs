using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    /// <returns>The maximum; a lane that is NaN may be passed over.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector128<float> value)
    {
        value = Larger(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return Larger(value, Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>The largest of eight lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The maximum; a lane that is NaN may be passed over.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector256<float> value) => Maximum(Larger(value.GetLower(), value.GetUpper()));

    /// <summary>The largest of sixteen lanes.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The maximum; a lane that is NaN may be passed over.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector512<float> value)
    {
        var (lower, upper) = (value.GetLower(), value.GetUpper());
        return Maximum(Larger(Larger(lower.GetLower(), lower.GetUpper()), Larger(upper.GetLower(), upper.GetUpper())));
    }

    /// <summary>
    /// One instruction: that <c>Vector128.Max</c> takes care of NaN and of the sign of zero costs it ten times as much without
    /// AVX-512.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Larger(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.Max(left, right) : Vector128.Max(left, right);
}
