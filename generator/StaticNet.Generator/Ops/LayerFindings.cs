using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Ops;

/// <summary>Something wrong with a layer; becomes a diagnostic on the attribute (or the argument) that is wrong.</summary>
/// <param name="Id">An id in <see cref="DiagnosticDescriptors"/>.</param>
/// <param name="Argument">The argument; null for the whole attribute.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do; <see cref="Diagnostics.Mend.Place"/> stands for the mended attribute.</param>
/// <param name="Mend">How it is mended.</param>
internal sealed record LayerFinding(string Id, string? Argument, string Problem, string Remedy, Mend? Mend);

/// <summary>All that is wrong with one layer: it goes on after the first mistake, and makes an unknown value in the end.</summary>
internal sealed class LayerFindings
{
    private readonly List<LayerFinding> findings = new();

    public IReadOnlyList<LayerFinding> All => findings;

    /// <summary>Whether something is wrong, or something that matters is not known.</summary>
    public bool Any { get; private set; }

    public void Report(string id, string? argument, string problem, string remedy, Mend? mend = null)
    {
        // One number for height and width is wrong once, for whichever of them.
        if (!findings.Any(finding => finding.Id == id && finding.Argument == argument && (argument is not null || finding.Problem == problem)))
            findings.Add(new LayerFinding(id, argument, problem, remedy, mend));
        Any = true;
    }

    /// <summary>Something is not known because of an error elsewhere, where it was reported.</summary>
    public void MissSomething() => Any = true;
}
