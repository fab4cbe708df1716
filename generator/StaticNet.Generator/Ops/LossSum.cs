using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>From terms to the loss: the mean over the batch, times the loss's weight.</summary>
internal static class LossSum
{
    /// <summary>Gradients of squares are twice the weight.</summary>
    private const double LargestWeight = float.MaxValue / 2;

    /// <summary>What each term counts for: the loss's weight over the terms of a sample of which the mean is taken.</summary>
    /// <param name="layer">The loss layer.</param>
    /// <param name="elements">Those terms; null where the shape is not known.</param>
    /// <returns>Null where the weight is wrong, or something is unknown.</returns>
    public static double? Factor(LayerContext layer, int? elements)
    {
        if (layer.Real("Weight", 1) is not { } weight)
            return null;
        if (Math.Abs(weight) > LargestWeight)
        {
            layer.OutOfRange("Weight", SinglePrecision.Text(weight), $"at most {SinglePrecision.Text(LargestWeight)}, as gradients are up to twice as much", "1",
                $", or another weight of at most {SinglePrecision.Text(LargestWeight)}");
            return null;
        }

        if (elements is null)
            return null;

        // Half of it is what half a squared error counts for.
        var factor = weight / elements.Value;
        if (weight == 0 || (float)(factor / 2) != 0)
            return factor;
        layer.OutOfRange("Weight", SinglePrecision.Text(weight), $"large enough for the mean over {elements} elements: it would become 0 in single precision", "1",
            ", or another weight that is not as small");
        return null;
    }

    /// <param name="layer">The loss layer.</param>
    /// <param name="terms">One term an element and sample.</param>
    /// <param name="factor">What each counts for.</param>
    public static int Add(LayerContext layer, int terms, double factor)
    {
        var shape = layer.Graph[terms].Shape;
        var sum = layer.Graph.Add(new Reduce(ReduceKind.Sum, Enumerable.Range(0, shape.Rank).ToEquatableArray(), Batch: true), terms);
        if (shape.Rank > 0)
            sum = layer.Graph.Add(new Reshape(Shape.Scalar), sum);
        var inverse = layer.Graph.Add(new InverseBatchSize());
        return layer.Graph.Map((new Input(0) * new Input(1) * factor).Simplify(), sum, inverse);
    }

    /// <summary>What each term counts for in the loss, for an operation that sums up by itself.</summary>
    /// <param name="layer">The loss layer.</param>
    /// <param name="factor">The same without the batch.</param>
    public static int Weight(LayerContext layer, double factor) =>
        layer.Graph.Map((new Input(0) * factor).Simplify(), layer.Graph.Add(new InverseBatchSize()));
}
