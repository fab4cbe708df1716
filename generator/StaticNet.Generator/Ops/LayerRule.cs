namespace StaticNet.Generator.Ops;

/// <summary>What a layer attribute means: checks its arguments and shapes, and adds its operations to the graph.</summary>
internal abstract class LayerRule
{
    /// <summary>The attribute's name: <c>Conv2D</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it compares a value with a target.</summary>
    public virtual bool IsLoss => false;

    /// <summary>Whether it merges several values that it names.</summary>
    public virtual bool IsMerge => false;

    /// <summary>Adds the layer to the graph.</summary>
    /// <returns>The node of the layer's value; for a loss, that of the loss.</returns>
    /// <exception cref="LayerException">An argument or a shape is wrong.</exception>
    public abstract int Build(LayerContext layer);
}
