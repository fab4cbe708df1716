using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Runtime;

public static partial class VectorMath
{
    private const float Log1pLarge = 1048576f;

    /// <summary>
    /// The natural logarithm of 1 + <paramref name="x"/>, within 4 ulp, also where x is small; -infinity at -1.
    /// </summary>
    /// <remarks>
    /// 1 + x = 2^k (1 + f) as in <see cref="Log(float)"/>, but f comes from x rather than from the rounded sum:
    /// f = 2^-k x + (2^-k - 1) loses nothing that matters. From 2^20 on the sum itself is good enough, and 2^-k might be no
    /// normal number.
    /// </remarks>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1p(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(1f + x);
        int k = (bits - SqrtHalfBits) >> 23;
        float scale = BitConverter.Int32BitsToSingle((127 - k) << 23);
        float f = x < Log1pLarge
            ? MultiplyAdd(scale, x, scale - 1f)
            : BitConverter.Int32BitsToSingle(bits - (k << 23)) - 1f;
        float y = LogOfReduced(f, k);

        y = x < float.PositiveInfinity ? y : x;
        y = x < -1f ? float.NaN : y;
        y = x == -1f ? float.NegativeInfinity : y;
        return MathF.Abs(x) < Tiny ? x : y;
    }

    /// <inheritdoc cref="Log1p(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1p(Vector128<float> x)
    {
        Vector128<int> bits = (Vector128.Create(1f) + x).AsInt32();
        Vector128<int> k = Vector128.ShiftRightArithmetic(bits - Vector128.Create(SqrtHalfBits), 23);
        Vector128<float> scale = Vector128.ShiftLeft(Vector128.Create(127) - k, 23).AsSingle();
        Vector128<float> f = Vector128.ConditionalSelect(
            Vector128.LessThan(x, Vector128.Create(Log1pLarge)),
            MultiplyAdd(scale, x, scale - Vector128.Create(1f)),
            (bits - Vector128.ShiftLeft(k, 23)).AsSingle() - Vector128.Create(1f));
        Vector128<float> y = LogOfReduced(f, Vector128.ConvertToSingle(k));

        y = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(float.PositiveInfinity)), y, x);
        y = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(-1f)), Vector128.Create(float.NaN), y);
        y = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128.Create(-1f)), Vector128.Create(float.NegativeInfinity), y);
        return Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(x), Vector128.Create(Tiny)), x, y);
    }

    /// <inheritdoc cref="Log1p(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> x)
    {
        Vector256<int> bits = (Vector256.Create(1f) + x).AsInt32();
        Vector256<int> k = Vector256.ShiftRightArithmetic(bits - Vector256.Create(SqrtHalfBits), 23);
        Vector256<float> scale = Vector256.ShiftLeft(Vector256.Create(127) - k, 23).AsSingle();
        Vector256<float> f = Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256.Create(Log1pLarge)),
            MultiplyAdd(scale, x, scale - Vector256.Create(1f)),
            (bits - Vector256.ShiftLeft(k, 23)).AsSingle() - Vector256.Create(1f));
        Vector256<float> y = LogOfReduced(f, Vector256.ConvertToSingle(k));

        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity)), y, x);
        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-1f)), Vector256.Create(float.NaN), y);
        y = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(-1f)), Vector256.Create(float.NegativeInfinity), y);
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(Tiny)), x, y);
    }

    /// <inheritdoc cref="Log1p(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x)
    {
        Vector512<int> bits = (Vector512.Create(1f) + x).AsInt32();
        Vector512<int> k = Vector512.ShiftRightArithmetic(bits - Vector512.Create(SqrtHalfBits), 23);
        Vector512<float> scale = Vector512.ShiftLeft(Vector512.Create(127) - k, 23).AsSingle();
        Vector512<float> f = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(Log1pLarge)),
            MultiplyAdd(scale, x, scale - Vector512.Create(1f)),
            (bits - Vector512.ShiftLeft(k, 23)).AsSingle() - Vector512.Create(1f));
        Vector512<float> y = LogOfReduced(f, Vector512.ConvertToSingle(k));

        y = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), y, x);
        y = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-1f)), Vector512.Create(float.NaN), y);
        y = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(-1f)), Vector512.Create(float.NegativeInfinity), y);
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(Tiny)), x, y);
    }
}
