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
    /// <summary>What it is compiled for.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>What stands in the way of compiling it, found while it was read.</summary>
    public Defects Defects { get; init; }

    /// <summary>Members of the class whose names generated ones might have.</summary>
    public EquatableArray<UserMember> Members { get; init; }

    /// <summary>Whether a generated constructor could call that of the base class, and need not call a primary one.</summary>
    public bool IsConstructible { get; init; } = true;

    /// <summary>Members that whoever creates an instance must set, and that can be read; those of base classes among them.</summary>
    public EquatableArray<string> RequiredMembers { get; init; }

    /// <summary>Whether generated constructors must answer for members that are required and cannot be copied from another instance.</summary>
    public bool SetsRequiredMembers { get; init; }
}

/// <summary>What reading a declaration found that lets the compiler do less than all.</summary>
[Flags]
internal enum Defects
{
    None = 0,

    /// <summary>Some of it could not be read, and whoever was to report that has done so.</summary>
    Unreadable = 1,

    /// <summary>The order of layers is not known, so that findings would be guesses.</summary>
    Unordered = 2,

    /// <summary>The class cannot have another part, so nothing can be generated.</summary>
    Closed = 4,
}

/// <summary>Mirrors <c>StaticNet.Purpose</c>.</summary>
internal enum Purpose
{
    Training,
    Gradients,
    Inference,
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
/// <param name="StaticAbstracts">Static abstract members of interfaces (.NET 7 and C# 11).</param>
internal sealed record TargetCapabilities(bool Vector512, bool Vector256, bool Vector128, bool MultiplyAddEstimate, bool StaticAbstracts = true)
{
    /// <summary>Everything, as .NET 10 has it.</summary>
    public static TargetCapabilities All { get; } = new(true, true, true, true);
}
