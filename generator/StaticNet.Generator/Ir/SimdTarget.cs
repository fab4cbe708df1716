namespace StaticNet.Generator.Ir;

/// <summary>The instruction set that one body of a kernel is written for.</summary>
internal enum Tier
{
    Scalar,
    Vector128,
    Vector256,
    Vector512,
}

/// <summary>What schedules need to know of a tier.</summary>
/// <param name="Tier">Which.</param>
/// <param name="Width">Floats in its widest vector.</param>
/// <param name="Accumulators">
/// How many accumulators a tile may keep: the registers less those for operands. AVX-512 has 32 registers, of which a tile
/// leaves four for weights, a broadcast and a spare; the others have 16 and keep 12.
/// </param>
internal sealed record SimdTarget(Tier Tier, int Width, int Accumulators)
{
    public static SimdTarget Scalar { get; } = new(Tier.Scalar, 1, 8);

    /// <summary>
    /// The same where vectors do the work: one element at a time, the loops of a textbook, for those who read and step through them.
    /// </summary>
    public static SimdTarget Plain { get; } = new(Tier.Scalar, 1, 1) { IsPlain = true };

    public static SimdTarget Vector128 { get; } = new(Tier.Vector128, 4, 12);

    public static SimdTarget Vector256 { get; } = new(Tier.Vector256, 8, 12);

    public static SimdTarget Vector512 { get; } = new(Tier.Vector512, 16, 28);

    public static IReadOnlyList<SimdTarget> All { get; } = new[] { Vector512, Vector256, Vector128, Scalar, Plain };

    /// <summary>Whether code is to be read rather than to be fast: no tiles, no loops written out.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The narrowest vector that holds <paramref name="elements"/>, or the widest there is; 1 for a single element.</summary>
    public int NarrowestFor(int elements)
    {
        if (elements == 1 || Width == 1)
            return 1;
        var lanes = 4;
        while (lanes < elements && lanes < Width)
            lanes *= 2;
        return lanes;
    }

    /// <summary>The widest vector of at most <paramref name="elements"/> lanes; 1 where no vector fits.</summary>
    public int WidestFor(int elements)
    {
        for (var lanes = Width; lanes >= 4; lanes /= 2)
        {
            if (lanes <= elements)
                return lanes;
        }

        return 1;
    }
}
