using StaticNet.Generator.Declaration;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Emit;

/// <summary>A tier as emitted.</summary>
/// <param name="Target">What its schedules are made for.</param>
/// <param name="ClassName">The nested class that holds its kernels.</param>
/// <param name="Condition">When it is taken: a constant for the JIT; empty for the last.</param>
/// <param name="Description">For the head of its file.</param>
/// <param name="HasEstimate">Whether <c>Vector128.MultiplyAddEstimate</c> exists.</param>
internal sealed record TierRow(SimdTarget Target, string ClassName, string Condition, string Description, bool HasEstimate);

/// <summary>The tiers that a target framework has the types for, widest first.</summary>
internal static class TierTable
{
    public static IReadOnlyList<TierRow> For(TargetCapabilities target)
    {
        var rows = new List<TierRow>();
        if (target.Vector512)
        {
            rows.Add(new TierRow(SimdTarget.Vector512, "Vector512Kernels", "Vector512.IsHardwareAccelerated && Avx512F.IsSupported",
                "for AVX-512: 32 registers of 16 floats.", target.MultiplyAddEstimate));
        }

        if (target.Vector256)
        {
            rows.Add(new TierRow(SimdTarget.Vector256, "Vector256Kernels", "Avx2.IsSupported && Fma.IsSupported",
                "for AVX2 with FMA: 16 registers of 8 floats.", target.MultiplyAddEstimate));
        }

        if (target.Vector128)
        {
            rows.Add(new TierRow(SimdTarget.Vector128, "Vector128Kernels", "Vector128.IsHardwareAccelerated",
                "for 128-bit vectors of 4 floats: SSE4.1, ARM64.", target.MultiplyAddEstimate));
        }

        // Where vectors do the work, this one is there to be read.
        rows.Add(rows.Count > 0
            ? new TierRow(SimdTarget.Plain, "ScalarKernels", "", "in plain C#, for any machine and any reader: one element at a time.", target.MultiplyAddEstimate)
            : new TierRow(SimdTarget.Scalar, "ScalarKernels", "", "in plain C#, for any machine.", target.MultiplyAddEstimate));
        return rows;
    }
}
