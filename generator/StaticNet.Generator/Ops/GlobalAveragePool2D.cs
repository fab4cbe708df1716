using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[GlobalAveragePool2D]</c>: the mean of each channel; (C, H, W) becomes (C, 1, 1).</summary>
internal sealed class GlobalAveragePool2DLayer : LayerRule
{
    public override string Kind => "GlobalAveragePool2D";

    public override int Build(LayerContext layer)
    {
        var shape = layer.InputShape;
        if (shape.Rank != 3)
        {
            throw layer.DoesNotFit(null, $"it takes an image of shape (C, H, W), but its input has shape {shape}",
                "declare [Input(channels, height, width)] or put a [Reshape] before it");
        }

        var sum = layer.Graph.Add(new Reduce(ReduceKind.Sum, EquatableArray<int>.Of(1, 2), false), layer.Input);
        return layer.Graph.Map(new Input(0) * (1.0 / (shape[1] * shape[2])), sum);
    }
}
