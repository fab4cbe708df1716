using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticNet.Generator.Declaration;

/// <summary>
/// The SIMD tiers that a project asks for: the property <c>StaticNetTiers</c>, which the package's targets pass on with commas and have
/// checked. Plain C# is always among them, for machines that have no other.
/// </summary>
internal static class TierSelection
{
    /// <summary>What the compiler calls the property.</summary>
    public const string Property = "build_property._StaticNetTiers";

    /// <summary>The tiers by name; empty where a project asks for none in particular.</summary>
    public static string Read(AnalyzerConfigOptions options) => options.TryGetValue(Property, out var value) ? value.Trim().ToLowerInvariant() : "";

    /// <summary>What is emitted of what a target has.</summary>
    public static TargetCapabilities Limit(TargetCapabilities target, string tiers)
    {
        if (tiers.Length == 0)
            return target;
        var names = new HashSet<string>(tiers.Split(',').Select(name => name.Trim()));
        return target with
        {
            Vector512 = target.Vector512 && names.Contains("vector512"),
            Vector256 = target.Vector256 && names.Contains("vector256"),
            Vector128 = target.Vector128 && names.Contains("vector128"),
        };
    }
}
