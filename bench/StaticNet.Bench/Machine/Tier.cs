using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Bench.Machine;

/// <summary>The SIMD tiers of generated code.</summary>
internal enum Tier
{
    Scalar,
    Vector128,
    Vector256,
    Vector512,
}

/// <summary>Which tier this process runs.</summary>
internal static class Tiers
{
    /// <summary>Decided as generated code decides it; variables of <see cref="TierProcess"/> take tiers away.</summary>
    public static Tier Current { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? Tier.Vector512
        : Avx2.IsSupported && Fma.IsSupported ? Tier.Vector256
        : Vector128.IsHardwareAccelerated ? Tier.Vector128
        : Tier.Scalar;

    /// <summary>The name of a tier, as in the summary: <c>vector256</c>.</summary>
    public static string Name(this Tier tier) => tier.ToString().ToLowerInvariant();
}
