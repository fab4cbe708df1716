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
        var sum = layer.Graph.Add(new Reduce(ReduceKind.Sum, Enumerable.Range(0, shape.Rank).ToEquatableArray(), Batch: true), terms);
        if (shape.Rank > 0)
            sum = layer.Graph.Add(new Reshape(Shape.Scalar), sum);
        var inverse = layer.Graph.Add(new InverseBatchSize());
        return layer.Graph.Map((new Input(0) * new Input(1) * Factor(layer, overElements ? shape.Length : 1)).Simplify(), sum, inverse);
    }

    /// <summary>What each term counts for in the loss, for an operation that sums up by itself.</summary>
    /// <param name="layer">The loss layer.</param>
    /// <param name="elements">Terms of a sample over which the mean is taken.</param>
    public static int Weight(LayerContext layer, int elements) =>
        layer.Graph.Map((new Input(0) * Factor(layer, elements)).Simplify(), layer.Graph.Add(new InverseBatchSize()));

    private static double Factor(LayerContext layer, int elements) => layer.Real("Weight", 1) / elements;
}
