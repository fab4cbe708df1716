using Microsoft.CodeAnalysis;
using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Analyzers;

/// <summary>A diagnostic with its place in source.</summary>
internal sealed record LocatedDiagnostic(string Id, SourceSpan Place, EquatableArray<string> MessageArguments)
{
    /// <summary>
    /// Joins what was found in a declaration, and in compiling it, with where it stands. A block that is used twice is wrong twice
    /// with the same words: once is enough.
    /// </summary>
    public static EquatableArray<LocatedDiagnostic> Locate(
        NetworkDeclaration declaration, IEnumerable<NetworkDiagnostics> compiled)
    {
        var findings = compiled
            .Where(network => network.HintName == declaration.Spec?.HintName)
            .SelectMany(network => network.Diagnostics);
        return declaration.Problems
            .Concat(findings)
            .Select(finding => new LocatedDiagnostic(
                finding.Id, declaration.Locations.Find(finding.LayerIndex, finding.Argument), Mended(finding, declaration.Locations)))
            .GroupBy(finding => (finding.Id, finding.Place, Problem: finding.MessageArguments.ElementAtOrDefault(1)))
            .Select(equals => equals.First())
            .ToEquatableArray();
    }

    private static EquatableArray<string> Mended(DiagnosticInfo finding, LocationTable locations)
    {
        if (finding.Mend is not { } mend)
            return finding.MessageArguments;
        var text = mend.Apply(locations[finding.LayerIndex]);
        return finding.MessageArguments.Select(argument => argument.Replace(Mend.Place, text)).ToEquatableArray();
    }

    public Diagnostic ToDiagnostic(Compilation compilation) => Diagnostic.Create(
        DiagnosticDescriptors.Get(Id), Place.ToLocation(compilation), MessageArguments.ToArray<object>());
}

/// <summary>What compiling one network found.</summary>
internal sealed record NetworkDiagnostics(string HintName, EquatableArray<DiagnosticInfo> Diagnostics);
