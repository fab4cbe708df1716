namespace Digits.Drawing;

/// <summary>
/// A small random number generator (SplitMix64, Steele, Lea and Flood 2014): the same seed and index give the same
/// numbers on every machine and in every version of .NET, which <see cref="System.Random"/> does not promise.
/// </summary>
internal struct RandomStream(ulong seed, ulong index)
{
    private ulong state = Mix(seed) ^ Mix(~index);

    /// <summary>A number from the uniform distribution over [0, 1).</summary>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>A number from the uniform distribution over [minimum, maximum).</summary>
    public float Between(float minimum, float maximum) => minimum + (maximum - minimum) * NextSingle();

    /// <summary>An integer from 0 up to, and without, <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(NextSingle() * count);

    /// <summary>A number from, nearly, the normal distribution around zero: a sum of four uniform ones.</summary>
    /// <remarks>Good enough for jitter and noise, and far cheaper than an exact one, of which a noisy image takes 784.</remarks>
    public float Normal(float standardDeviation)
    {
        ulong bits = NextBits();
        uint sum = (ushort)bits + (uint)(ushort)(bits >> 16) + (ushort)(bits >> 32) + (ushort)(bits >> 48);

        // Each of the four has the mean 1/2 and the variance 1/12, so their sum has 2 and 1/3.
        return standardDeviation * MathF.Sqrt(3f) * (sum * (1f / 65536f) - 2f);
    }

    private ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
