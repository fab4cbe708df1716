using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Reduce(reduction, axes)]</c>: sum, mean, maximum or minimum along axes, as <c>torch.sum</c> and its like.</summary>
internal sealed class ReduceLayer : LayerRule
{
    /// <summary>Mirrors <c>StaticNet.Reduction</c>.</summary>
    private enum Reduction
    {
        Sum,
        Mean,
        Maximum,
        Minimum,
    }

    public override string Kind => "Reduce";

    public override int? Build(LayerContext layer)
    {
        var written = layer.Integer("reduction");
        if (written is { } number && !Enum.IsDefined(typeof(Reduction), number))
            layer.OutOfRange("reduction", $"{number}", "a member of Reduction", "Reduction.Mean", ", or another member of Reduction");
        var keepsAxes = layer.Flag("KeepAxes", false);
        if (LayerAxis.ReadAll(layer, "axes") is not { } axes || !layer.IsSound)
            return null;
        var (graph, shape) = (layer.Graph, layer.InputShape!);
        axes = axes.Length == 0 ? Enumerable.Range(0, shape.Rank).ToArray() : axes.OrderBy(axis => axis).ToArray();
        var elements = axes.Aggregate(1, (product, axis) => product * shape[axis]);
        var value = (Reduction)written!.Value switch
        {
            Reduction.Sum => Sum(),
            Reduction.Mean => graph.Map(new Input(0) * (1.0 / elements), Sum()),
            Reduction.Maximum => MaximumAlong(graph, layer.Input, axes),
            _ => graph.Map(-new Input(0), MaximumAlong(graph, graph.Map(-new Input(0), layer.Input), axes)),
        };
        var result = keepsAxes == true ? shape.Reduce(axes) : shape.Without(axes);
        return graph[value].Shape == result ? value : graph.Add(new Reshape(result), value);

        int Sum() => graph.Add(new Reduce(ReduceKind.Sum, axes.ToEquatableArray(), Batch: false), layer.Input);
    }

    /// <summary>
    /// A window as large as what is reduced: its gradient goes to the first that is the largest, which no rounding of a value that is
    /// computed twice can hide, since a window reads its elements from memory.
    /// </summary>
    private static int MaximumAlong(GraphBuilder graph, int value, int[] axes)
    {
        var shape = graph[value].Shape;
        var window = new Window2D(Over(1), Over(2));
        if (shape.Rank != 3 || axes[0] == 0)
        {
            // All axes that stay are channels, all that are reduced a row.
            var kept = Enumerable.Range(0, shape.Rank).Except(axes).ToArray();
            var channels = kept.Aggregate(1, (product, axis) => product * shape[axis]);
            value = Permute.AddTo(graph, value, kept.Concat(axes).ToArray());
            value = graph.Add(new Reshape(Shape.Of(channels, 1, shape.Length / channels)), value);
            window = new Window2D(WindowAxis.Single, Whole(shape.Length / channels));
        }

        return graph.Add(new MaxPool(window), value);

        WindowAxis Over(int axis) => axes.Contains(axis) ? Whole(shape[axis]) : WindowAxis.Single;

        static WindowAxis Whole(int length) => new(length, length, 0, 0, 1);
    }
}
