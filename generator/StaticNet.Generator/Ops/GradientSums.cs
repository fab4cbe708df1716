using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>Gradients as values of the graph.</summary>
internal static class GradientSums
{
    /// <summary>
    /// The sum of all contributions so far, or null where there is none. It may have fewer elements than the value, and
    /// broadcasts to it then.
    /// </summary>
    public static int? Total(this Gradients gradients, int value)
    {
        var contributions = gradients.Contributions(value);
        if (contributions.Count == 0)
            return null;
        var total = contributions[0];
        for (var i = 1; i < contributions.Count; i++)
            total = gradients.Builder.Map(new Input(0) + new Input(1), total, contributions[i]);
        return total;
    }

    /// <summary>The gradient stretched to the value's own type, for operations that read it element by element.</summary>
    public static int Materialize(this Gradients gradients, int gradient, TensorType type) =>
        gradients.Builder[gradient].Type == type ? gradient : gradients.Builder.Map(new Input(0), type, gradient);
}
