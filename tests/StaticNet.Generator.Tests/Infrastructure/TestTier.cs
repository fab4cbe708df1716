using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using StaticNet.Generator.Declaration;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>
/// A SIMD tier that networks are compiled for in tests: the capabilities of a target framework that has this tier and the
/// scalar one only, so that the generated dispatch takes it if the machine can.
/// </summary>
public sealed record TestTier
{
    private TestTier(string name, TargetCapabilities target, bool isSupported) => (Name, Target, IsSupported) = (name, target, isSupported);

    public static IReadOnlyList<TestTier> All { get; } =
    [
        new("Vector512", new(true, false, false, true), Vector512.IsHardwareAccelerated && Avx512F.IsSupported),
        new("Vector256", new(false, true, false, true), Avx2.IsSupported && Fma.IsSupported),
        new("Vector128", new(false, false, true, true), Vector128.IsHardwareAccelerated),

        // Products are rounded before they are added where the framework has no MultiplyAddEstimate (.NET 8).
        new("Vector128Unfused", new(false, false, true, false), Vector128.IsHardwareAccelerated),
        new("Scalar", new(false, false, false, false), true),
    ];

    public string Name { get; }

    /// <summary>Where the networks compiled for it are.</summary>
    public string Namespace => "For" + Name;

    internal TargetCapabilities Target { get; }

    public bool IsSupported { get; }

    public static TestTier Find(string name) => All.Single(tier => tier.Name == name);

    public override string ToString() => Name;
}
