using StaticNet.Generator.Graph;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Transpose(axis0, axis1)]</c>: two axes exchanged, the last two unless told otherwise, as <c>torch.transpose</c>.</summary>
internal sealed class TransposeLayer : LayerRule
{
    public override string Kind => "Transpose";

    public override int? Build(LayerContext layer)
    {
        if (layer.InputShape is { Rank: < 2 } wrong)
        {
            layer.DoesNotFit(null, $"it exchanges two axes, but its input has shape {wrong}", "put [Reshape(1, -1)] before it");
            return null;
        }

        var first = LayerAxis.Read(layer, "axis0", -2);
        var second = LayerAxis.Read(layer, "axis1", -1);
        if (first is null || second is null || !layer.IsSound)
            return null;
        var order = Enumerable.Range(0, layer.InputShape!.Rank).ToArray();
        (order[first.Value], order[second.Value]) = (order[second.Value], order[first.Value]);
        return Permute.AddTo(layer.Graph, layer.Input, order);
    }
}

/// <summary><c>[Permute(axes)]</c>: axes in another order, as <c>torch.permute</c> without the batch.</summary>
internal sealed class PermuteLayer : LayerRule
{
    public override string Kind => "Permute";

    public override int? Build(LayerContext layer)
    {
        if (layer.InputShape is not { } shape)
            return null;
        var identity = string.Join(", ", Enumerable.Range(0, shape.Rank));
        var axes = layer.Integers("axes");
        if (axes is null && layer.IsSound)
            layer.OutOfRange("axes", "empty", $"each of the {shape.Rank} axes of shape {shape} once", identity, " in the order that you want");
        if (axes is null || axes.Any(axis => axis is null))
            return null;
        var order = axes.Select(axis => axis!.Value < 0 ? axis.Value + shape.Rank : axis.Value).ToArray();
        if (!order.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, shape.Rank)))
            layer.OutOfRange("axes", $"({string.Join(", ", axes)})", $"each of the {shape.Rank} axes of shape {shape} once", identity, " in the order that you want");
        return layer.IsSound ? Permute.AddTo(layer.Graph, layer.Input, order) : null;
    }
}

/// <summary>
/// Axes in another order: axis i of the result is axis <paramref name="Axes"/>[i] of the operand. No code: elements stay where they are,
/// and the layout says so; a reader that cannot take them there has them copied.
/// </summary>
internal sealed record Permute(EquatableArray<int> Axes) : Operation
{
    public override bool IsAlias => true;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => Axes[0] == 0;

    public override string Describe() => "Permute " + string.Join(" ", Axes);

    /// <summary>Adds it, unless nothing changes places.</summary>
    public static int AddTo(GraphBuilder builder, int value, IReadOnlyList<int> axes) => axes.SequenceEqual(Enumerable.Range(0, axes.Count))
        ? value
        : builder.Add(new Permute(axes.ToEquatableArray()), value);

    /// <summary>The last two axes exchanged: a matrix transposed.</summary>
    public static int Transpose(GraphBuilder builder, int value)
    {
        var axes = Enumerable.Range(0, builder[value].Shape.Rank).ToArray();
        (axes[axes.Length - 1], axes[axes.Length - 2]) = (axes[axes.Length - 2], axes[axes.Length - 1]);
        return AddTo(builder, value, axes);
    }

    /// <summary>This after <paramref name="inner"/>.</summary>
    public Permute After(Permute inner) => new(Axes.Select(axis => inner.Axes[axis]).ToEquatableArray());

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = new Shape(Axes.Select(axis => inputs[0].Shape[axis]).ToEquatableArray()),
    };

    /// <summary>The gradient with its axes back in their places.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var back = Enumerable.Range(0, Axes.Count).Select(axis => Position(axis)).ToArray();
        gradients.Add(node.Inputs[0], AddTo(gradients.Builder, gradients.Materialize(outputGradient, node.Type), back));
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        var shape = request.ShapeOf(0);
        var layout = request.LayoutOf(0) is { Border.IsEmpty: true } given && given.Describes(shape) ? given.For(shape) : Layout.RowMajor(shape);
        request.Require(0, layout);
        return new Layout(request.Node.Shape, layout.Order.Select(Position).ToEquatableArray());
    }

    private int Position(int axis) => Axes.ToList().IndexOf(axis);
}
