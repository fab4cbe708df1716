using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Tests.Infrastructure;

/// <summary>
/// A SIMD tier that tests choose at run time, all of them in one process: in what they compile, the generated dispatch asks
/// <see cref="Current"/> instead of the machine. Where the machine lacks AVX-512, its code runs in software, slowly but with the
/// same results: <c>Vector512</c> is then two of 256 bits, and the few instructions that it names become methods of it.
/// </summary>
public sealed partial class TestTier
{
    [ThreadStatic]
    private static TestTier? current;

    private readonly Tier tier;

    private TestTier(Tier tier, bool isSupported) => (this.tier, Name, IsSupported) = (tier, tier.ToString(), isSupported);

    public static TestTier Vector512 { get; } = new(Tier.Vector512, Avx2.IsSupported && Fma.IsSupported);

    public static TestTier Vector256 { get; } = new(Tier.Vector256, Avx2.IsSupported && Fma.IsSupported);

    public static TestTier Vector128 { get; } = new(Tier.Vector128, System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated);

    public static TestTier Scalar { get; } = new(Tier.Scalar, true);

    public static IReadOnlyList<TestTier> All { get; } = [Vector512, Vector256, Vector128, Scalar];

    /// <summary>Those that this run tries: all that the machine has, or one.</summary>
    public static IReadOnlyList<TestTier> Tried { get; } = [.. All.Where(tier => tier.IsSupported && IsAskedFor(tier))];

    /// <summary>Whether this run is asked for the widest tier only.</summary>
    public static bool IsNarrowed { get; } = Environment.GetEnvironmentVariable("STATICNET_TIERS") == "widest";

    /// <summary>What networks are compiled for, beside plain C#: nothing that this run does not try, since Roslyn takes most of its time.</summary>
    internal static TargetCapabilities Capabilities { get; } = new(
        Vector512: IsAskedFor(Vector512), Vector256: IsAskedFor(Vector256), Vector128: IsAskedFor(Vector128), MultiplyAddEstimate: true);

    /// <summary>The tier that generated code takes on this thread.</summary>
    public static TestTier? Current
    {
        get => current;
        set => current = value;
    }

    public string Name { get; }

    /// <summary>Whether the machine runs it, if need be in software.</summary>
    public bool IsSupported { get; }

    /// <summary>Whether the machine has the instructions.</summary>
    private bool IsAccelerated => this != Vector512 || (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated && Avx512F.IsSupported);

    /// <summary>What schedules are made for.</summary>
    internal SimdTarget Target => tier switch
    {
        Tier.Vector512 => SimdTarget.Vector512,
        Tier.Vector256 => SimdTarget.Vector256,
        Tier.Vector128 => SimdTarget.Vector128,
        _ => SimdTarget.Scalar,
    };

    public static TestTier Find(string name) => All.Single(tier => tier.Name == name);

    /// <summary>Asked by the dispatch of networks under test.</summary>
    public static bool IsCurrent(string name) => current?.Name == name;

    public override string ToString() => Name;

    /// <summary>Skips a test where the machine lacks the tier.</summary>
    public static TestTier FindOrSkip(string name)
    {
        var tier = Find(name);
        Skip.IfNot(tier.IsSupported, $"this machine has no {tier}");
        Skip.IfNot(IsAskedFor(tier), $"STATICNET_TIERS asks for the widest tier only, which {tier} is not");
        return tier;
    }

    /// <summary>
    /// A generated file whose dispatch asks for the current tier, also on the threads that slices of a batch run on; and where
    /// the smallest batches are divided, so that networks need not be large to be tested.
    /// </summary>
    internal static string Redirect(string source, IEnumerable<TierRow> rows)
    {
        const string type = "StaticNet.Generator.Tests.Infrastructure.TestTier";
        if (source.Contains("class Slices", StringComparison.Ordinal))
        {
            source = Replace(source, "private Program program;", $"private Program program; private readonly {type}? tier = {type}.Current;");
            source = Replace(source, "switch (program)", $"{type}.Current = tier; switch (program)");
            Grain().IsMatch(source).ShouldBeTrue("slices have a grain");
            source = Grain().Replace(source, "Grain = 1;");
            foreach (var row in rows.Where(row => row.Condition.Length > 0))
                source = Replace(source, $"if ({row.Condition})", $"if ({type}.IsCurrent(\"{row.Target.Tier}\"))");
        }

        return Vector512.IsAccelerated ? source : source.Replace("Avx512F.", "Vector512.", StringComparison.Ordinal);
    }

    private static string Replace(string source, string old, string replacement)
    {
        source.ShouldContain(old, Case.Sensitive, "the emitter writes something else by now, and no test would choose its tier");
        return source.Replace(old, replacement, StringComparison.Ordinal);
    }

    /// <summary>A run with instruction sets switched off asks what the machine then takes by itself; the full run tries all tiers.</summary>
    private static bool IsAskedFor(TestTier tier) =>
        Environment.GetEnvironmentVariable("STATICNET_TIERS") != "widest" || tier == All.First(other => other.IsSupported && other.IsAccelerated);

    [GeneratedRegex(@"(?<=const int (Forward|Step))Grain = \d+;")]
    private static partial Regex Grain();
}
