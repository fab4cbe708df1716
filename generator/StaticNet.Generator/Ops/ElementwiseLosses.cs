using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>A loss that compares outputs and targets element by element: a row of the table of loss terms.</summary>
internal sealed class ElementwiseLossLayer : LayerRule
{
    private readonly LossTerm term;
    private readonly bool overElements;

    private ElementwiseLossLayer(string kind, LossTerm term, bool overElements)
    {
        Kind = kind;
        this.term = term;
        this.overElements = overElements;
    }

    public override string Kind { get; }

    public override ElementType? Target => ElementType.Float;

    public static IEnumerable<LayerRule> All { get; } = new LayerRule[]
    {
        // Means over batch and outputs, as torch.nn.MSELoss and BCEWithLogitsLoss; the textbook's half sum over outputs.
        new ElementwiseLossLayer("MeanSquaredError", LossTerms.SquaredError, overElements: true),
        new ElementwiseLossLayer("HalfSumSquaredError", LossTerms.HalfSquaredError, overElements: false),
        new ElementwiseLossLayer("SigmoidBinaryCrossEntropy", LossTerms.SigmoidBinaryCrossEntropy, overElements: true),
    };

    public override int? Build(LayerContext layer)
    {
        var factor = LossSum.Factor(layer, overElements ? layer.InputShape?.Length : 1);
        if (factor is null || !layer.IsSound)
            return null;
        var type = layer.Graph[layer.Input].Type;
        var target = layer.Target(type.Shape, ElementType.Float);
        var terms = layer.Graph.Add(new Map(term.Formula, type) { Derivative = term.Derivative }, layer.Input, target);
        return LossSum.Add(layer, terms, factor.Value);
    }
}
