using StaticNet.Bench.Machine;

namespace StaticNet.Bench.Cases;

/// <summary>What the project wants to reach: a time on its reference machine with AVX-512, or a fraction of the peak.</summary>
internal sealed record Aim
{
    /// <summary>Microseconds at most, in 512-bit vectors.</summary>
    public double? Microseconds { get; private init; }

    /// <summary>The least fraction of the peak in 512-bit vectors.</summary>
    public double? PeakFraction512 { get; private init; }

    /// <summary>The least fraction of the peak in 256-bit vectors.</summary>
    public double? PeakFraction256 { get; private init; }

    /// <summary>At most so many microseconds.</summary>
    public static Aim AtMost(double microseconds) => new() { Microseconds = microseconds };

    /// <summary>At least these fractions of the FMA peak.</summary>
    public static Aim AtLeast(double fraction512, double fraction256) =>
        new() { PeakFraction512 = fraction512, PeakFraction256 = fraction256 };

    /// <summary>The fraction of the peak that is wanted in a tier, if one is.</summary>
    public double? PeakFraction(Tier tier) => tier switch
    {
        Tier.Vector512 => PeakFraction512,
        Tier.Vector256 => PeakFraction256,
        _ => null,
    };
}
