namespace StaticNet.Generator.Graph;

/// <summary>
/// An operation that stays whole while gradients are taken, because its own rule is better than that of its parts, and is
/// then written in terms of others.
/// </summary>
internal abstract record CompositeOperation : Operation
{
    /// <summary>Adds the operations that it stands for.</summary>
    /// <returns>The node of its value.</returns>
    public abstract int Expand(GraphBuilder builder, IReadOnlyList<int> inputs);
}
