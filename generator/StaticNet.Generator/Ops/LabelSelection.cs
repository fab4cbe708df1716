using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Index;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>y[0, ...] = x[label[...], ...]: what each position's label selects along axis 0; operands x and labels.</summary>
internal sealed record GatherLabel() : Operation
{
    public override string Describe() => "GatherLabel";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Shape = inputs[0].Shape.Reduce(new[] { 0 }) };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        var classes = gradients.Builder[node.Inputs[0]].Shape[0];
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new ScatterLabel(classes), outputGradient, node.Inputs[1]));
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, ClassesLast(request.ShapeOf(0)));
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        return Layout.RowMajor(request.Node.Shape);
    }

    /// <summary>Axis 0, the classes, innermost; positions in row-major order.</summary>
    public static Layout ClassesLast(Shape shape) =>
        new(shape, Enumerable.Range(1, shape.Rank - 1).Concat(new[] { 0 }).ToEquatableArray());

    public override Kernel Lower(KernelSignature signature) => LabelSchedule.Gather(signature);
}

/// <summary>y[label[...], ...] = dy[0, ...] and zero elsewhere: the gradient of <see cref="GatherLabel"/>; operands dy and labels.</summary>
internal sealed record ScatterLabel(int Classes) : Operation
{
    public override string Describe() => "ScatterLabel " + Classes;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = Shape.Of(new[] { Classes }.Concat(inputs[0].Shape.Dimensions.Skip(1)).ToArray()),
    };

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, Layout.RowMajor(request.ShapeOf(0)));
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        return GatherLabel.ClassesLast(request.Node.Shape);
    }

    public override Kernel Lower(KernelSignature signature) => LabelSchedule.Scatter(signature);
}
