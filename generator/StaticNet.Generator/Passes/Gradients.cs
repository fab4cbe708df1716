using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Passes;

/// <summary>Contributions to the gradient of every value, while <see cref="Autodiff"/> walks the graph backwards.</summary>
internal sealed class Gradients
{
    private readonly Dictionary<int, List<int>> contributions = new();
    private readonly Func<int, bool> needed;

    public Gradients(GraphBuilder builder, Func<int, bool> needed)
    {
        Builder = builder;
        this.needed = needed;
    }

    /// <summary>Where gradient operations are added.</summary>
    public GraphBuilder Builder { get; }

    /// <summary>Whether anybody asks for the gradient with respect to <paramref name="value"/>; if not, none is built.</summary>
    public bool IsNeeded(int value) => needed(value);

    /// <summary>Adds to the gradient with respect to <paramref name="value"/>.</summary>
    public void Add(int value, int contribution)
    {
        if (!contributions.TryGetValue(value, out var list))
            contributions[value] = list = new List<int>();
        list.Add(contribution);
    }

    /// <summary>
    /// The sum of all contributions so far, or null where there is none. It may have fewer elements than the value, and
    /// broadcasts to it then.
    /// </summary>
    public int? Total(int value)
    {
        if (!contributions.TryGetValue(value, out var list))
            return null;
        var total = list[0];
        for (var i = 1; i < list.Count; i++)
            total = Builder.Map(new Input(0) + new Input(1), total, list[i]);
        return total;
    }

    /// <summary>The gradient stretched to the value's own type, for operations that read it element by element.</summary>
    public int Materialize(int gradient, TensorType type) =>
        Builder[gradient].Type == type ? gradient : Builder.Map(new Input(0), type, gradient);
}
