using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// The sum or maximum along <paramref name="Axes"/> (which stay, with length 1), and over the batch where
/// <paramref name="Batch"/> says so.
/// </summary>
internal sealed record Reduce(ReduceKind Kind, EquatableArray<int> Axes, bool Batch) : Operation
{
    public override string Describe() =>
        $"Reduce {Kind}" + (Axes.Count > 0 ? " axes " + string.Join(" ", Axes) : "") + (Batch ? " batch" : "");

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => !Batch && !Axes.Contains(0);

    public override bool CouplesSamples => Batch;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(inputs[0].Shape.Reduce(Axes.ToArray()), inputs[0].Batched && !Batch, Steps: Batch ? 1 : inputs[0].Steps);

    /// <summary>Every summand receives the gradient of the sum, which broadcasts to it.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        if (Kind != ReduceKind.Sum)
            throw new InvalidOperationException("a maximum has no gradient of its own; Softmax and its like do without");
        gradients.Add(node.Inputs[0], outputGradient);
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        var shape = request.ShapeOf(0);
        var layout = request.LayoutOf(0) is { } given && given.Describes(shape) ? given.For(shape) : Layout.RowMajor(shape);

        // Whatever is summed whole may lie in any order.
        if (Axes.Count == shape.Rank && request.LayoutOf(0) is { } any)
        {
            request.Require(0, any);
            return Layout.RowMajor(request.Node.Shape);
        }

        request.Require(0, layout);
        return new Layout(request.Node.Shape, layout.Order);
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => inputs[0].Batched ? inputs[0].Shape.Length : 0;

    public override Kernel Lower(KernelSignature signature) => ReduceSchedule.Create(signature, Kind, Axes, Batch);
}
