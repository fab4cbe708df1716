using System.Runtime.Intrinsics;
using StaticNet.Runtime;
using Xunit.Abstractions;

namespace StaticNet.Tests.Runtime;

public sealed class VectorMathTests(ITestOutputHelper output)
{
    private const double Limit = 4;
    private const float Infinity = float.PositiveInfinity;
    private const float Epsilon = float.Epsilon;
    private const float NaN = float.NaN;
    private const int MantissasAnExponent = 4096;

    private delegate Vector128<float> Function128(Vector128<float> x);

    private delegate Vector256<float> Function256(Vector256<float> x);

    private delegate Vector512<float> Function512(Vector512<float> x);

    [Fact]
    public void Exp() => Measure(
        "Exp", Math.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp,
        (0, 1), (-0f, 1), (Infinity, Infinity), (-Infinity, 0), (89, Infinity),
        (-104, 0), (-103.9f, Epsilon), (float.MaxValue, Infinity), (float.MinValue, 0), (Epsilon, 1));

    [Fact]
    public void Expm1() => Measure(
        "Expm1", TrueExpm1, VectorMath.Expm1, VectorMath.Expm1, VectorMath.Expm1, VectorMath.Expm1,
        (0, 0), (-0f, -0f), (Infinity, Infinity), (-Infinity, -1), (89, Infinity),
        (-50, -1), (Epsilon, Epsilon), (-Epsilon, -Epsilon), (float.MaxValue, Infinity));

    [Fact]
    public void Log() => Measure(
        "Log", Math.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log,
        (1, 0), (0, -Infinity), (-0f, -Infinity), (-1, NaN), (-Epsilon, NaN),
        (Infinity, Infinity), (-Infinity, NaN), (Epsilon, -103.27893f));

    [Fact]
    public void Log1p() => Measure(
        "Log1p", TrueLog1p, VectorMath.Log1p, VectorMath.Log1p, VectorMath.Log1p, VectorMath.Log1p,
        (0, 0), (-0f, -0f), (-1, -Infinity), (-1.0000001f, NaN), (Infinity, Infinity),
        (-Infinity, NaN), (Epsilon, Epsilon), (-Epsilon, -Epsilon), (float.MinValue, NaN));

    [Fact]
    public void Tanh() => Measure(
        "Tanh", Math.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh,
        (0, 0), (-0f, -0f), (Infinity, 1), (-Infinity, -1), (Epsilon, Epsilon),
        (-Epsilon, -Epsilon), (float.MaxValue, 1), (float.MinValue, -1), (20, 1));

    [Fact]
    public void Sigmoid() => Measure(
        "Sigmoid", x => 1 / (1 + Math.Exp(-x)), VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid,
        (0, 0.5f), (-0f, 0.5f), (Infinity, 1), (-Infinity, 0), (-104, 0), (float.MaxValue, 1),
        (float.MinValue, 0), (Epsilon, 0.5f), (-103.9f, Epsilon));

    [Fact]
    public void Tanh_is_odd()
    {
        foreach (float x in Points())
            BitConverter.SingleToInt32Bits(VectorMath.Tanh(-x)).ShouldBe(BitConverter.SingleToInt32Bits(-VectorMath.Tanh(x)));
    }

    [Fact]
    public void Tanh_stays_from_minus_1_to_1() =>
        Points().Append(8.5f).ShouldAllBe(x => MathF.Abs(VectorMath.Tanh(x)) <= 1);

    private void Measure(
        string name, Func<double, double> truth, Func<float, float> scalar, Function128 by4, Function256 by8, Function512 by16,
        params (float X, float Y)[] special)
    {
        float[] x = Points();
        var expected = Array.ConvertAll(x, value => truth(value));
        float[][] results = [new float[x.Length], new float[x.Length], new float[x.Length], new float[x.Length]];
        for (int i = 0; i < x.Length; i++)
            results[0][i] = scalar(x[i]);
        for (int i = 0; i < x.Length; i += 4)
            by4(Vector128.Create(x, i)).CopyTo(results[1], i);
        for (int i = 0; i < x.Length; i += 8)
            by8(Vector256.Create(x, i)).CopyTo(results[2], i);
        for (int i = 0; i < x.Length; i += 16)
            by16(Vector512.Create(x, i)).CopyTo(results[3], i);

        string[] widths = ["scalar", "128", "256", "512"];
        for (int width = 0; width < widths.Length; width++)
        {
            (double worst, float at) = Worst(x, results[width], expected);
            output.WriteLine($"{name} {widths[width]}: {worst:F3} ulp at {at:R} of {x.Length} points");
            worst.ShouldBeLessThanOrEqualTo(Limit, $"{name} {widths[width]} at {at:R}");
            for (int i = 0; i < x.Length; i++)
            {
                // Equals takes NaN for NaN; the quotient tells 0 from -0. Shouldly is too slow for every point.
                float one = results[0][i], other = results[width][i];
                if (!one.Equals(other) || 1 / one != 1 / other && !float.IsNaN(one))
                    other.ShouldBe(one, $"{name} {widths[width]} differs from scalar at {x[i]:R}");
            }
        }

        foreach ((float argument, float value) in special.Append((NaN, NaN)))
        {
            float[] all =
            [
                scalar(argument),
                by4(Vector128.Create(argument))[3],
                by8(Vector256.Create(argument))[7],
                by16(Vector512.Create(argument))[15],
            ];
            foreach (float found in all)
            {
                found.ShouldBe(value, $"{name}({argument:R})");
                if (!float.IsNaN(value))
                    float.IsNegative(found).ShouldBe(float.IsNegative(value), $"sign of {name}({argument:R})");
            }
        }
    }

    private static (double Ulp, float At) Worst(float[] x, float[] found, double[] expected)
    {
        double worst = 0;
        float at = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double ulp = Ulp(found[i], expected[i]);
            if (!(ulp <= worst))
                (worst, at) = (ulp, x[i]);
        }

        return (worst, at);
    }

    /// <summary>The distance in units of the true value's last place as a float; an infinity counts as 2^128.</summary>
    private static double Ulp(float found, double expected)
    {
        if (double.IsNaN(expected) || float.IsNaN(found))
            return double.IsNaN(expected) == float.IsNaN(found) ? 0 : double.PositiveInfinity;
        double value = Clamp(found);
        double truth = Clamp(expected);
        int exponent = truth == 0 ? -126 : Math.Clamp(Math.ILogB(truth), -126, 127);
        return Math.Abs(value - truth) / Math.ScaleB(1, exponent - 23);

        static double Clamp(double number) => Math.Clamp(number, -Math.ScaleB(1, 128), Math.ScaleB(1, 128));
    }

    /// <summary>Every exponent of either sign, subnormals too, with random mantissas and the first and last ones.</summary>
    private static float[] Points()
    {
        var points = new float[2 * 255 * MantissasAnExponent];
        int next = 0;
        for (uint sign = 0; sign < 2; sign++)
        {
            for (uint exponent = 0; exponent < 255; exponent++)
            {
                for (uint i = 0; i < MantissasAnExponent; i++)
                {
                    uint mantissa = i switch
                    {
                        < 8 => i,
                        < 16 => 0x7FFFFF - (i - 8),
                        _ => CounterRandom.Bits(exponent + sign * 256, i) & 0x7FFFFF,
                    };
                    points[next++] = BitConverter.UInt32BitsToSingle((sign << 31) | (exponent << 23) | mantissa);
                }
            }
        }

        return points;
    }

    private static double TrueExpm1(double x) =>
        Math.Abs(x) < 1e-5 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1;

    // Kahan's: the error of the sum cancels in the quotient.
    private static double TrueLog1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x - x * x / 2 : double.IsFinite(sum) && sum > 0 ? Math.Log(sum) * (x / (sum - 1)) : Math.Log(sum);
    }
}
