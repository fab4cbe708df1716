using Microsoft.CodeAnalysis;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Diagnostics;

/// <summary>A diagnostic with its place in source.</summary>
internal sealed record LocatedDiagnostic(string Id, SourceSpan Place, EquatableArray<string> MessageArguments)
{
    /// <summary>Joins what was found in a declaration, and in compiling it, with where it stands.</summary>
    public static EquatableArray<LocatedDiagnostic> Locate(
        NetworkDeclaration declaration, IEnumerable<NetworkDiagnostics> compiled)
    {
        var findings = compiled
            .Where(network => network.HintName == declaration.Spec?.HintName)
            .SelectMany(network => network.Diagnostics);
        return declaration.Problems
            .Concat(findings)
            .Select(finding => new LocatedDiagnostic(
                finding.Id, declaration.Locations.Find(finding.LayerIndex, finding.Argument), finding.MessageArguments))
            .ToEquatableArray();
    }

    public Diagnostic ToDiagnostic(Compilation compilation) => Diagnostic.Create(
        DiagnosticDescriptors.Get(Id), Place.ToLocation(compilation), MessageArguments.ToArray<object>());
}

/// <summary>What compiling one network found.</summary>
internal sealed record NetworkDiagnostics(string HintName, EquatableArray<DiagnosticInfo> Diagnostics);
