using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Squeeze]</c>: without axes of length 1, all of them or those that it names, as <c>torch.squeeze</c>.</summary>
internal sealed class SqueezeLayer : LayerRule
{
    public override string Kind => "Squeeze";

    public override bool Takes(ElementType element) => true;

    public override int? Build(LayerContext layer)
    {
        if (LayerAxis.ReadAll(layer, "axes") is not { } axes)
            return null;
        var shape = layer.InputShape!;
        for (var i = 0; i < axes.Length; i++)
        {
            if (shape[axes[i]] != 1)
                layer.DoesNotFit(LayerContext.ElementOf("axes", i), $"axis {axes[i]} of {shape} has {shape[axes[i]]} elements, not 1", "name axes of length 1, or none for all of them");
        }

        if (axes.Length == 0)
            axes = Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1).ToArray();
        return layer.IsSound ? layer.Graph.Add(new Reshape(shape.Without(axes)), layer.Input) : null;
    }
}

/// <summary><c>[Unsqueeze(axis)]</c>: with an axis of length 1 more, as <c>torch.unsqueeze</c>.</summary>
internal sealed class UnsqueezeLayer : LayerRule
{
    public override string Kind => "Unsqueeze";

    public override bool Takes(ElementType element) => true;

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.ReadNew(layer, "axis");
        return axis is null || !layer.IsSound ? null : layer.Graph.Add(new Reshape(layer.InputShape!.Insert(axis.Value)), layer.Input);
    }
}
