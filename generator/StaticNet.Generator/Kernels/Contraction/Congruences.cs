using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Arithmetic of remainders: which pixels meet which taps, without looking at all of them.</summary>
internal static class Congruences
{
    public static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);

    /// <summary>The x from 0 to below <paramref name="modulus"/> with x <paramref name="factor"/> = 1 modulo it, for a factor that shares no divisor with it.</summary>
    public static int Inverse(int factor, int modulus)
    {
        // Euclid's algorithm, with the factor's coefficient beside each remainder.
        var (last, next) = ((long)modulus, (long)factor % modulus);
        var (lastCoefficient, coefficient) = (0L, 1L);
        while (next != 0)
        {
            var quotient = last / next;
            (last, next) = (next, last - (quotient * next));
            (lastCoefficient, coefficient) = (coefficient, lastCoefficient - (quotient * coefficient));
        }

        return (int)(((lastCoefficient % modulus) + modulus) % modulus);
    }

    /// <summary>How many pairs of an a below <paramref name="first"/> and a b below <paramref name="second"/> have a sum below <paramref name="sum"/>.</summary>
    public static long PairsBelow(long first, long second, long sum)
    {
        // A triangle without what lies beyond either bound.
        return Triangle(sum) - Triangle(sum - first) - Triangle(sum - second) + Triangle(sum - first - second);

        static long Triangle(long side) => side <= 0 ? 0 : side * (side + 1) / 2;
    }
}
