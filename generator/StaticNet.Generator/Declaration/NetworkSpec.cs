using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>All that a network's source code depends on. Value-equal, without source locations.</summary>
/// <param name="HintName">Fully qualified metadata name, with characters that file names allow: <c>Game.Outer.Net</c>.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="ContainingTypes">Headers of the outer types, outermost first: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Name">The class's name, escaped where it is a keyword.</param>
/// <param name="BatchCapacity">The largest count of samples that a call takes.</param>
/// <param name="Precision">The numeric contract.</param>
/// <param name="Layers">The layer attributes in source order.</param>
/// <param name="Target">What the compilation that declares the network offers.</param>
internal sealed record NetworkSpec(
    string HintName,
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    int BatchCapacity,
    Precision Precision,
    EquatableArray<LayerSpec> Layers,
    TargetCapabilities Target)
{
    /// <summary>Members of the class whose names generated ones might have.</summary>
    public EquatableArray<UserMember> Members { get; init; }

    /// <summary>Members that whoever creates an instance must set, and that can be read; those of base classes among them.</summary>
    public EquatableArray<string> RequiredMembers { get; init; }

    /// <summary>Whether generated constructors must answer for members that are required and cannot be copied from another instance.</summary>
    public bool SetsRequiredMembers { get; init; }
}

/// <summary>Mirrors <c>StaticNet.Precision</c>.</summary>
internal enum Precision
{
    Default,
    Strict,
}

/// <summary>Which SIMD tiers the target framework has the types for.</summary>
/// <param name="Vector512"><c>Vector512</c> and <c>Avx512F</c> (.NET 8).</param>
/// <param name="Vector256"><c>Vector256</c>, <c>Avx2</c> and <c>Fma</c>.</param>
/// <param name="Vector128"><c>Vector128</c> with its cross-platform operations.</param>
/// <param name="MultiplyAddEstimate"><c>Vector128.MultiplyAddEstimate</c> (.NET 9).</param>
internal sealed record TargetCapabilities(bool Vector512, bool Vector256, bool Vector128, bool MultiplyAddEstimate)
{
    /// <summary>Everything, as .NET 10 has it.</summary>
    public static TargetCapabilities All { get; } = new(true, true, true, true);
}
