using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>The parameters that uses of a block share: those of the first, layer by layer.</summary>
/// <param name="name">What messages call it: the name, or the block's.</param>
/// <param name="argument">The argument that says so.</param>
/// <param name="block">The block: another has other layers.</param>
internal sealed class SharedBlock(string name, string argument, string block)
{
    private readonly Dictionary<string, SharedWeights> layers = new(StringComparer.Ordinal);

    public string Name => name;

    public string Block => block;

    /// <summary>The weights of a layer.</summary>
    /// <param name="path">Where it stands in the block, and in blocks in it.</param>
    /// <param name="kind">What it is.</param>
    public SharedWeights Find(string path, string kind)
    {
        if (!layers.TryGetValue(path, out var weights))
            layers[path] = weights = new SharedWeights(name, kind, argument);
        return weights;
    }
}
