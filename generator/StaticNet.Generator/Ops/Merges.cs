using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Add("a", "b")]</c>: the sum of values of equal shape.</summary>
internal sealed class AddLayer : LayerRule
{
    public override string Kind => "Add";

    public override bool IsMerge => true;

    public override int Build(LayerContext layer)
    {
        foreach (var input in layer.Inputs)
        {
            if (layer.Graph[input].Shape != layer.InputShape)
            {
                throw new LayerException("SN0013", "inputs",
                    $"it adds values of different shapes {string.Join(" and ", layer.Inputs.Select(i => layer.Graph[i].Shape))}",
                    "bring them to one shape, for instance with a [Conv2D] of kernel 1 or a [Dense]");
            }
        }

        var sum = Enumerable.Range(0, layer.Inputs.Count).Select(i => (Formula)new Input(i)).Aggregate((a, b) => a + b);
        return layer.Graph.Map(sum, layer.Inputs.ToArray());
    }
}
