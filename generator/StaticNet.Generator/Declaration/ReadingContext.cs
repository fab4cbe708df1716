using System.Threading;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>What the readers of one declaration share: where to look things up, and what they have found so far.</summary>
internal sealed class ReadingContext(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> models = new();
    private readonly List<AttributeLocation> layers = new();
    private readonly List<DiagnosticInfo> problems = new();

    public CancellationToken Cancellation => cancellation;

    /// <summary>
    /// Whether the C# compiler reports an error in an attribute. Then no more than an outline is generated, and nothing is said
    /// of what would only follow from it.
    /// </summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether there are too many layers to read, so that those that were read mean nothing.</summary>
    public bool IsCutShort { get; set; }

    /// <summary>The network's name, for messages about its blocks.</summary>
    public string Network { get; init; } = "";

    public int LayerCount => layers.Count;

    public EquatableArray<AttributeLocation> LayerLocations => layers.ToEquatableArray();

    public EquatableArray<DiagnosticInfo> Problems => problems.ToEquatableArray();

    public bool HasProblems => problems.Count > 0;

    /// <summary>Notes where the next layer attribute stands and returns its index.</summary>
    public int AddLayer(AttributeLocation location)
    {
        layers.Add(location);
        return layers.Count - 1;
    }

    public void Report(
        DiagnosticDescriptor descriptor, int layer, string? argument, string subject, string problem, string remedy, Mend? mend = null) =>
        problems.Add(new DiagnosticInfo(descriptor.Id, layer, argument, EquatableArray<string>.Of(subject, problem, remedy)) { Mend = mend });

    /// <summary>
    /// Whether the symbol's source is part of this compilation. A project reference in an editor has source too, but no
    /// semantic model here; it must mean the same as the assembly that it stands for.
    /// </summary>
    public bool IsOwn(ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    public SemanticModel ModelOf(SyntaxNode node)
    {
        if (!models.TryGetValue(node.SyntaxTree, out var model))
            models.Add(node.SyntaxTree, model = compilation.GetSemanticModel(node.SyntaxTree));
        return model;
    }
}
