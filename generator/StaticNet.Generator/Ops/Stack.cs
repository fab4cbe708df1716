using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Stack("a", "b")]</c>: values of one shape along a new axis, as <c>torch.stack</c>.</summary>
internal sealed class StackLayer : LayerRule
{
    public override string Kind => "Stack";

    public override bool IsMerge => true;

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.ReadNew(layer, "Axis", 0);
        var shapes = Enumerable.Range(0, layer.Inputs.Count).Select(layer.ShapeOf).OfType<Shape>().ToArray();
        if (shapes.Distinct().Count() > 1)
        {
            layer.Report("SN0013", "inputs", $"it stacks values of one shape, but they have {string.Join(" and ", shapes.AsEnumerable())}",
                "bring them to one shape first, or join them along an axis that they have with [Concat]");
        }

        if (axis is null || !layer.IsSound)
            return null;
        var parts = layer.Inputs.Select(input => layer.Graph.Add(new Reshape(shapes[0].Insert(axis.Value)), input)).ToArray();
        return layer.Graph.Add(new Concatenation(axis.Value), parts);
    }
}
