using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>From terms to the loss: the mean over the batch, times the loss's weight.</summary>
internal static class LossSum
{
    /// <param name="layer">The loss layer.</param>
    /// <param name="terms">One term an element and sample.</param>
    /// <param name="overElements">Whether elements count for a mean, too, or for a sum.</param>
    public static int Add(LayerContext layer, int terms, bool overElements)
    {
        var shape = layer.Graph[terms].Shape;
        var weight = layer.Real("Weight", 1);
        var factor = overElements ? weight / shape.Length : weight;
        var sum = layer.Graph.Add(new Reduce(ReduceKind.Sum, Enumerable.Range(0, shape.Rank).ToEquatableArray(), Batch: true), terms);
        if (shape.Rank > 0)
            sum = layer.Graph.Add(new Reshape(Shape.Scalar), sum);
        var inverse = layer.Graph.Add(new InverseBatchSize());
        return layer.Graph.Map((new Input(0) * new Input(1) * factor).Simplify(), sum, inverse);
    }
}
