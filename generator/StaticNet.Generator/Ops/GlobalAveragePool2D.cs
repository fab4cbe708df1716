using StaticNet.Generator.Formulas;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[GlobalAveragePool2D]</c>: the mean of each channel; (C, H, W) becomes (C, 1, 1).</summary>
internal sealed class GlobalAveragePool2DLayer : LayerRule
{
    public override string Kind => "GlobalAveragePool2D";

    public override int? Build(LayerContext layer)
    {
        SpatialAxes.Image.CheckRank(layer);
        if (!layer.IsSound)
            return null;
        var shape = layer.InputShape!;
        var sum = layer.Graph.Add(new Reduce(ReduceKind.Sum, EquatableArray<int>.Of(1, 2), false), layer.Input);
        return layer.Graph.Map(new Input(0) * (1.0 / ((long)shape[1] * shape[2])), sum);
    }
}
