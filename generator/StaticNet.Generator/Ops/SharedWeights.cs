namespace StaticNet.Generator.Ops;

/// <summary>
/// The parameters that layers share under a name (<c>Weights = "encoder"</c>): those of the first layer that has it, whose names they
/// have in files.
/// </summary>
/// <param name="name">The name.</param>
/// <param name="kind">What the first layer is: another kind of layer means something else by its weights.</param>
/// <param name="argument">The argument that says so.</param>
internal sealed class SharedWeights(string name, string kind, string argument = "Weights")
{
    private readonly Dictionary<string, int> nodes = new(StringComparer.Ordinal);

    public string Name => name;

    public string Kind => kind;

    public string Argument => argument;

    /// <summary>Whether the first layer has been built, so that no other parameters come to them.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether there are any.</summary>
    public bool Any => nodes.Count > 0;

    /// <summary>The node of a parameter by its suffix, such as <c>weight</c>; null where the first layer has none.</summary>
    public int? Find(string suffix) => nodes.TryGetValue(suffix, out var node) ? node : null;

    public void Add(string suffix, int node) => nodes.Add(suffix, node);
}
