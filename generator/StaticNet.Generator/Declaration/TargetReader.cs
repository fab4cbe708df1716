using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StaticNet.Generator.Declaration;

/// <summary>Asks a compilation which SIMD tiers its target framework can name.</summary>
internal static class TargetReader
{
    /// <summary>What the compiler that is referenced has no name for yet.</summary>
    private const LanguageVersion CSharp11 = (LanguageVersion)1100;

    private const string Intrinsics = "System.Runtime.Intrinsics.";

    public static TargetCapabilities Read(Compilation compilation)
    {
        // The types came before their cross-platform operations (Vector128 in .NET Core 3.0, LoadUnsafe in .NET 7), so the
        // operations are what counts.
        bool Has(string name, string? member = null) =>
            compilation.GetTypeByMetadataName(Intrinsics + name) is { DeclaredAccessibility: Accessibility.Public } type
            && (member is null || type.GetMembers(member).Any(symbol => symbol.DeclaredAccessibility == Accessibility.Public));

        return new TargetCapabilities(
            Vector512: Has("Vector512", "LoadUnsafe") && Has("X86.Avx512F"),
            Vector256: Has("Vector256", "LoadUnsafe") && Has("X86.Avx2") && Has("X86.Fma"),
            Vector128: Has("Vector128", "LoadUnsafe"),
            MultiplyAddEstimate: Has("Vector128", "MultiplyAddEstimate"),
            StaticAbstracts: compilation is CSharpCompilation { LanguageVersion: >= CSharp11 }
                && compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.RuntimeFeature")?.GetMembers("VirtualStaticsInInterfaces").IsEmpty == false);
    }
}
