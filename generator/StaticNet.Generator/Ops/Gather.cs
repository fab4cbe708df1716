using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Index;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[Gather(indices)]</c>: parts along an axis chosen by constants or by an input of integers, as <c>torch.index_select</c>.
/// </summary>
internal sealed class GatherLayer : LayerRule
{
    public override string Kind => "Gather";

    public override IReadOnlyList<string> References { get; } = new[] { "indicesFrom" };

    public override bool Takes(int operand, ElementType element) => element == (operand == 0 ? ElementType.Float : ElementType.Int32);

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.Read(layer, "Axis", 0);
        if (layer.Inputs.Count == 1)
            return Choose(layer, axis);
        if (axis is null || !layer.IsSound)
            return null;

        // The axis comes first, as rows of a table, and its place is taken by those of the integers.
        var (graph, shape, chosen) = (layer.Graph, layer.InputShape!, layer.ShapeOf(1)!);
        layer.Bound(layer.Inputs[1], shape[axis.Value]);
        var others = Enumerable.Range(0, shape.Rank).Where(i => i != axis).ToArray();
        var table = Permute.AddTo(graph, layer.Input, others.Prepend(axis.Value).ToArray());
        table = graph.Add(new Reshape(Shape.Of(shape[axis.Value], shape.Length / shape[axis.Value])), table);
        var rows = graph.Add(new GatherRows(), layer.Inputs[1], table);
        var (before, rank) = (axis.Value, chosen.Rank);
        rows = graph.Add(new Reshape(new Shape(chosen.Dimensions.Concat(others.Select(i => shape[i])).ToEquatableArray())), rows);
        return Permute.AddTo(graph, rows, Enumerable.Range(rank, before).Concat(Enumerable.Range(0, rank)).Concat(Enumerable.Range(rank + before, others.Length - before)).ToArray());
    }

    /// <summary>Constants: neighbours are one part, and parts are joined.</summary>
    private static int? Choose(LayerContext layer, int? axis)
    {
        var indices = layer.Integers("indices");
        if (indices is null or { Count: 0 } && layer.IsSoundButForInputs)
            layer.OutOfRange("indices", "empty", "one position or more", "0", ", other positions, or the name of an input of integers");
        if (indices is null || axis is null || layer.InputShape is not { } shape)
            return null;
        var length = shape[axis.Value];
        var positions = new List<int>();
        for (var i = 0; i < indices.Count; i++)
        {
            if (indices[i] is { } index && (index < -length || index >= length))
                layer.OutOfRange(LayerContext.ElementOf("indices", i), Literals.Integer(index), $"from {-length} to {length - 1} along axis {axis} of {shape}", "0", ", or another position");
            else if (indices[i] is { } inside)
                positions.Add(inside < 0 ? inside + length : inside);
        }

        if (!layer.IsSound)
            return null;
        var parts = new List<int>();
        for (var from = 0; from < positions.Count;)
        {
            var count = 1;
            while (from + count < positions.Count && positions[from + count] == positions[from] + count)
                count++;
            parts.Add(count == length ? layer.Input : layer.Graph.Add(new Slice(axis.Value, positions[from], count), layer.Input));
            from += count;
        }

        return parts.Count == 1 ? parts[0] : layer.Graph.Add(new Concatenation(axis.Value), parts.ToArray());
    }
}

/// <summary>y[t, i] = w[x[t], i] within each sample, with operands x, integers of any shape, and w (rows, width).</summary>
internal sealed record GatherRows() : Operation
{
    public override string Describe() => "GatherRows";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[1] with
    {
        Shape = new Shape(inputs[0].Shape.Dimensions.Append(inputs[1].Shape[1]).ToEquatableArray()),
    };

    /// <summary>Each row receives the gradients of the places that chose it.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var rows = gradients.Builder[node.Inputs[1]].Shape[0];
        gradients.Add(node.Inputs[1], gradients.Builder.Add(new GatherRowsGradient(rows), node.Inputs[0], gradients.Materialize(outputGradient, node.Type)));
    }

    public override Kernel Lower(KernelSignature signature) => EmbeddingSchedule.Forward(signature);
}

/// <summary>dw[r, i] = the sum of dy[t, i] over all t of the sample with x[t] = r, with operands x and dy.</summary>
internal sealed record GatherRowsGradient(int Rows) : Operation
{
    public override string Describe() => "GatherRowsGradient " + Rows;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[1] with { Shape = Shape.Of(Rows, inputs[1].Shape.Last) };

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => inputs[1].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => EmbeddingSchedule.Gradient(signature);
}
