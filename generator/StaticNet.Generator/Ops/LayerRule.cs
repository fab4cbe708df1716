using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>What a layer attribute means: checks its arguments and shapes, and adds its operations to the graph.</summary>
internal abstract class LayerRule
{
    /// <summary>The attribute's name: <c>Conv2D</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What a loss compares with; null for every other layer.</summary>
    public virtual ElementType? Target => null;

    /// <summary>Whether it compares a value with a target.</summary>
    public bool IsLoss => Target is not null;

    /// <summary>Whether it merges several values that it names.</summary>
    public virtual bool IsMerge => false;

    /// <summary>Arguments that name further values, which it reads behind its input where they are given.</summary>
    public virtual IReadOnlyList<string> References => Array.Empty<string>();

    /// <summary>Whether it takes values of such elements.</summary>
    public virtual bool Takes(ElementType element) => element == ElementType.Float;

    /// <summary>Whether it takes values of such elements as one of its operands: its input, what it merges, then what it refers to.</summary>
    public virtual bool Takes(int operand, ElementType element) => Takes(element);

    /// <summary>Whether it behaves otherwise in training than at inference.</summary>
    public virtual bool DiffersInTraining => false;

    /// <summary>Whether it draws random numbers.</summary>
    public virtual bool IsRandom => false;

    /// <summary>
    /// Adds the layer to the graph. All that is wrong is reported at once: what does not depend on the input's shape also where
    /// that is unknown.
    /// </summary>
    /// <returns>The node of the layer's value; for a loss, that of the loss. Null where something is wrong or unknown.</returns>
    public abstract int? Build(LayerContext layer);

    /// <summary>The names of the tensors that it trains: an outline has views of them even if the layer cannot be built.</summary>
    public virtual IEnumerable<string> ParametersOf(LayerContext layer) => Array.Empty<string>();
}
