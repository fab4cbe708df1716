using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary><c>[SpatialDropout(rate)]</c>: <see cref="Dropout"/> of ones, one a channel, by which the channel is multiplied.</summary>
internal sealed class SpatialDropoutLayer : LayerRule
{
    public override string Kind => "SpatialDropout";

    public override bool DiffersInTraining => true;

    public override bool IsRandom => true;

    public override int? Build(LayerContext layer)
    {
        var rate = DropoutLayer.ReadRate(layer);
        if (layer.InputShape is { Rank: < 2 } wrong)
            layer.DoesNotFit(null, $"it takes channels of several elements, but its input has shape {wrong}", "write [Dropout] for a vector");
        if (!layer.IsSound)
            return null;
        if (rate == 0)
            return layer.Graph.Map(new Input(0), layer.Input);
        var channels = layer.InputShape!.Reduce(Enumerable.Range(1, layer.InputShape.Rank - 1).ToArray());
        var ones = layer.Graph.Map(new Constant(1), new TensorType(channels, Batched: true));
        var factors = layer.Graph.Add(new Dropout(rate!.Value, layer.NextRandomStream()), ones);
        return layer.Graph.Add(new ByMode(), layer.Graph.Map(new Input(0) * new Input(1), layer.Input, factors), layer.Input);
    }
}
