using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[CosineSimilarity("a", "b")]</c>: the sum of a b along an axis over the product of both norms, none of which counts as less than
/// epsilon, as <c>torch.nn.CosineSimilarity</c>. Maps and reductions, which become one kernel.
/// </summary>
internal sealed class CosineSimilarityLayer : LayerRule
{
    private const double DefaultEpsilon = 1e-8;

    public override string Kind => "CosineSimilarity";

    public override bool IsMerge => true;

    public override int? Build(LayerContext layer)
    {
        // Norms are compared before the root is taken, whose slope at 0 is infinite.
        var epsilon = layer.Real("Epsilon", DefaultEpsilon);
        if (epsilon is { } written && (written < 0 || (float)(written * written) is 0 or float.PositiveInfinity))
            layer.OutOfRange("Epsilon", SinglePrecision.Text(written), "above 0, and its square within single precision", "1e-8", ", or another small number");
        if (layer.Inputs.Count != 2)
            layer.Report("SN0013", "inputs", $"it compares two values, but {layer.Inputs.Count} are named", "name one, for the layer before and that one, or two");
        var axis = layer.Integer("Axis", 0);
        if (!layer.IsSound || axis is null)
            return null;

        var shapes = layer.Inputs.Select(input => layer.Graph[input].Shape).ToArray();
        var rank = shapes.Max(shape => shape.Rank);
        if (axis < -rank || axis >= rank)
        {
            layer.OutOfRange("Axis", $"{axis}", $"from {-rank} to {rank - 1} for shapes {shapes[0]} and {shapes[1]}", axis < 0 ? $"{-rank}" : $"{rank - 1}", ", or another axis");
            return null;
        }

        var along = axis < 0 ? axis.Value + rank : axis.Value;
        var own = shapes.Select(shape => along - (rank - shape.Rank)).ToArray();
        if (!Broadcasting.Fit(shapes) || own[0] < 0 || own[1] < 0 || shapes[0][own[0]] != shapes[1][own[1]])
        {
            layer.Report("SN0013", "inputs", $"it compares values of shapes {shapes[0]} and {shapes[1]} along axis {axis}, which do not fit",
                "let both have the same length there, and other axes that are equal or 1");
            return null;
        }

        var graph = layer.Graph;
        var product = Sum(graph.Map(new Input(0) * new Input(1), layer.Inputs[0], layer.Inputs[1]), along);
        var norms = layer.Inputs.Select((input, i) => Sum(graph.Map(new Input(0) * new Input(0), input), own[i])).ToArray();
        var least = epsilon!.Value * epsilon.Value;
        var cosine = graph.Map(
            new Input(0) / (Formula.Sqrt(Formula.Maximum(new Input(1), least)) * Formula.Sqrt(Formula.Maximum(new Input(2), least))), product, norms[0], norms[1]);
        return graph.Add(new Reshape(graph[cosine].Shape.Without(new[] { along })), cosine);

        int Sum(int value, int axis) => graph.Add(new Reduce(ReduceKind.Sum, EquatableArray<int>.Of(axis), Batch: false), value);
    }
}
