using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Bench.Machine;

/// <summary>
/// The most floating-point operations a second that one core does in this process, with the instructions of its tier: what
/// everything else is held against.
/// </summary>
internal static class Peak
{
    private const int Rounds = 20_000;

    // Two units with a latency of four cycles need eight sums in flight; twelve leave room for longer latencies, and with the
    // factor they still fit into sixteen registers.
    private const int Sums = 12;

    // What is stored must be computed.
    private static float result;

    /// <summary>The floating-point operations of one run.</summary>
    public static double FlopsARun { get; } = 2.0 * Sums * Rounds * Tiers.Current switch
    {
        Tier.Vector512 => Vector512<float>.Count,
        Tier.Vector256 => Vector256<float>.Count,
        Tier.Vector128 => Vector128<float>.Count,
        _ => 1,
    };

    /// <summary>Does as many runs as it is told.</summary>
    public static void Run(int runs)
    {
        for (int run = 0; run < runs; run++)
            Run();
    }

    private static void Run()
    {
        switch (Tiers.Current)
        {
            case Tier.Vector512:
                result = Chains512(Vector512.Create(0.999f)).ToScalar();
                break;
            case Tier.Vector256:
                result = Chains256(Vector256.Create(0.999f)).ToScalar();
                break;
            case Tier.Vector128:
                result = Chains128(Vector128.Create(0.999f)).ToScalar();
                break;
            default:
                result = Chains(0.999f);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> Chains512(Vector512<float> x)
    {
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, x);
            b = Vector512.FusedMultiplyAdd(b, x, x);
            c = Vector512.FusedMultiplyAdd(c, x, x);
            d = Vector512.FusedMultiplyAdd(d, x, x);
            e = Vector512.FusedMultiplyAdd(e, x, x);
            f = Vector512.FusedMultiplyAdd(f, x, x);
            g = Vector512.FusedMultiplyAdd(g, x, x);
            h = Vector512.FusedMultiplyAdd(h, x, x);
            i = Vector512.FusedMultiplyAdd(i, x, x);
            j = Vector512.FusedMultiplyAdd(j, x, x);
            k = Vector512.FusedMultiplyAdd(k, x, x);
            l = Vector512.FusedMultiplyAdd(l, x, x);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> Chains256(Vector256<float> x)
    {
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, x);
            b = Vector256.FusedMultiplyAdd(b, x, x);
            c = Vector256.FusedMultiplyAdd(c, x, x);
            d = Vector256.FusedMultiplyAdd(d, x, x);
            e = Vector256.FusedMultiplyAdd(e, x, x);
            f = Vector256.FusedMultiplyAdd(f, x, x);
            g = Vector256.FusedMultiplyAdd(g, x, x);
            h = Vector256.FusedMultiplyAdd(h, x, x);
            i = Vector256.FusedMultiplyAdd(i, x, x);
            j = Vector256.FusedMultiplyAdd(j, x, x);
            k = Vector256.FusedMultiplyAdd(k, x, x);
            l = Vector256.FusedMultiplyAdd(l, x, x);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    // Fused on ARM64, a multiplication and an addition on x64 without FMA: the estimate is whatever the processor does fastest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> Chains128(Vector128<float> x)
    {
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector128.MultiplyAddEstimate(a, x, x);
            b = Vector128.MultiplyAddEstimate(b, x, x);
            c = Vector128.MultiplyAddEstimate(c, x, x);
            d = Vector128.MultiplyAddEstimate(d, x, x);
            e = Vector128.MultiplyAddEstimate(e, x, x);
            f = Vector128.MultiplyAddEstimate(f, x, x);
            g = Vector128.MultiplyAddEstimate(g, x, x);
            h = Vector128.MultiplyAddEstimate(h, x, x);
            i = Vector128.MultiplyAddEstimate(i, x, x);
            j = Vector128.MultiplyAddEstimate(j, x, x);
            k = Vector128.MultiplyAddEstimate(k, x, x);
            l = Vector128.MultiplyAddEstimate(l, x, x);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains(float x)
    {
        float a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = a * x + x;
            b = b * x + x;
            c = c * x + x;
            d = d * x + x;
            e = e * x + x;
            f = f * x + x;
            g = g * x + x;
            h = h * x + x;
            i = i * x + x;
            j = j * x + x;
            k = k * x + x;
            l = l * x + x;
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
