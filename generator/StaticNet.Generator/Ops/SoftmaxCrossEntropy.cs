using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[SoftmaxCrossEntropy]</c>: -log softmax(x)[label], as in <c>torch.nn.CrossEntropyLoss</c>: classes along axis 0, the mean
/// over the batch and over all positions of the other axes.
/// </summary>
internal sealed class SoftmaxCrossEntropyLayer : LayerRule
{
    public override string Kind => "SoftmaxCrossEntropy";

    public override bool IsLoss => true;

    public override int Build(LayerContext layer)
    {
        var shape = layer.InputShape;
        if (shape.Rank == 0 || shape[0] < 2)
        {
            throw layer.DoesNotFit(null, $"it takes two or more classes along axis 0, but its input has shape {shape}",
                "let the layer before it have one output a class, or use [SigmoidBinaryCrossEntropy] for one output");
        }

        var labels = layer.Target(shape.Reduce(new[] { 0 }), ElementType.Label, shape[0]);
        var normalizer = layer.Graph.Add(new LogSumExp(0), layer.Input);
        var selected = layer.Graph.Add(new GatherLabel(), layer.Input, labels);
        var terms = layer.Graph.Map(new Input(0) - new Input(1), normalizer, selected);
        return LossSum.Add(layer, terms, overElements: true);
    }
}
