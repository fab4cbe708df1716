using StaticNet.Generator.Emit;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Move;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Slice(start, count)]</c>: a part of a value along an axis, as <c>torch.narrow</c>.</summary>
internal sealed class SliceLayer : LayerRule
{
    public override string Kind => "Slice";

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.Read(layer, "Axis", -1);
        var start = layer.Integer("start");
        var count = layer.Positive("count");
        if (axis is null || layer.InputShape is not { } shape)
            return null;
        var length = shape[axis.Value];
        if (start < -length || start >= length)
            layer.OutOfRange("start", Literals.Integer(start.Value), $"from {-length} to {length - 1} along axis {axis} of {shape}", "0", ", or another start");
        if (!layer.IsSound)
            return null;
        var first = start!.Value < 0 ? start.Value + length : start.Value;
        if (first + count > length)
        {
            layer.OutOfRange("count", Literals.Integer(count!.Value), $"at most {length - first} from element {first} on along axis {axis} of {shape}",
                Literals.Integer(length - first), ", or less");
        }

        return !layer.IsSound ? null : first == 0 && count == length ? layer.Input : layer.Graph.Add(new Slice(axis.Value, first, count!.Value), layer.Input);
    }
}

/// <summary>The part of a value from <paramref name="Start"/> along <paramref name="Axis"/>.</summary>
internal sealed record Slice(int Axis, int Start, int Count) : Operation
{
    public override string Describe() => $"Slice axis {Axis} from {Start} count {Count}";

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => Axis != 0;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = new Shape(inputs[0].Shape.Dimensions.Select((d, i) => i == Axis ? Count : d).ToEquatableArray()),
    };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var length = gradients.Builder[node.Inputs[0]].Shape[Axis];
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new Pad(Axis, Start, length - Start - Count), gradients.Materialize(outputGradient, node.Type)));
    }

    public override Layout AssignLayout(LayoutRequest request) => AssignCommonLayout(request);

    public override Kernel Lower(KernelSignature signature) => SliceCopy.Take(signature, Axis, Start);

    /// <summary>The order of the first operand in which axes can be told apart; all operands follow it.</summary>
    public static Layout AssignCommonLayout(LayoutRequest request)
    {
        var order = Layout.RowMajor(request.Node.Shape).Order;
        for (var i = 0; i < request.Node.Inputs.Count; i++)
        {
            if (request.LayoutOf(i) is { IsRowMajor: false } layout && layout.Grid == request.ShapeOf(i))
            {
                order = layout.Order;
                break;
            }
        }

        for (var i = 0; i < request.Node.Inputs.Count; i++)
            request.Require(i, new Layout(request.ShapeOf(i), order));
        return new Layout(request.Node.Shape, order);
    }
}
