using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Index;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[SoftmaxCrossEntropy]</c>: -log softmax(x)[label], as in <c>torch.nn.CrossEntropyLoss</c>: classes along axis 0, the mean
/// over the batch and over all positions of the other axes.
/// </summary>
internal sealed class SoftmaxCrossEntropyLayer : LayerRule
{
    public override string Kind => "SoftmaxCrossEntropy";

    public override ElementType? Target => ElementType.Int32;

    public override int? Build(LayerContext layer)
    {
        var shape = layer.InputShape;
        if (shape is { Rank: 0 } || shape?[0] < 2)
        {
            layer.DoesNotFit(null, $"it takes two or more classes along axis 0, but its input has shape {shape}",
                "let the layer before it have one output a class, as in [Dense(2)], or write [SigmoidBinaryCrossEntropy] for one output");
        }

        var factor = LossSum.Factor(layer, shape is { Rank: > 0 } ? shape.Length / shape[0] : null);
        if (factor is null || !layer.IsSound)
            return null;
        var labels = layer.Target(shape!.Reduce(new[] { 0 }), ElementType.Int32, shape[0]);
        var exponentials = layer.Graph.Add(new SoftmaxExponentials(), layer.Input);
        return layer.Graph.Add(new CrossEntropy(), layer.Input, exponentials, labels, LossSum.Weight(layer, factor.Value));
    }
}

/// <summary>
/// weight times the sum of m - x[label] + log(s), over the batch and all positions; operands x, its
/// <see cref="SoftmaxExponentials"/> with m and s, labels and weight.
/// </summary>
internal sealed record CrossEntropy() : Operation
{
    public override string Describe() => "CrossEntropy";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => new(Shape.Scalar, Batched: false);

    /// <summary>Softmax minus one-hot for x, whose exponentials thereby have had their part.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var weight = gradients.Builder.Map(new Input(0) * new Input(1), node.Type, node.Inputs[3], outputGradient);
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new CrossEntropyGradient(), node.Inputs[1], node.Inputs[2], weight));
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, SoftmaxExponentials.ClassesLast(request.ShapeOf(0)));
        request.Require(1, SoftmaxExponentials.ClassesLast(request.ShapeOf(1)));
        request.Require(2, Layout.RowMajor(request.ShapeOf(2)));
        request.Require(3, Layout.RowMajor(request.ShapeOf(3)));
        return Layout.RowMajor(request.Node.Shape);
    }

    /// <summary>A subtraction, a product and an addition a position; logarithms are few.</summary>
    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => 3L * inputs[2].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => CrossEntropySchedule.Loss(signature);
}

/// <summary>
/// dx = (e / s - one-hot(label)) weight, the gradient of <see cref="CrossEntropy"/> with respect to x; operands
/// <see cref="SoftmaxExponentials"/> with e and s, labels and weight.
/// </summary>
internal sealed record CrossEntropyGradient() : Operation
{
    public override string Describe() => "CrossEntropyGradient";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        SoftmaxExponentials.WithClasses(inputs[0], inputs[0].Shape[0] - SoftmaxExponentials.MoreRows);

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, SoftmaxExponentials.ClassesLast(request.ShapeOf(0)));
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        request.Require(2, Layout.RowMajor(request.ShapeOf(2)));
        return SoftmaxExponentials.ClassesLast(request.Node.Shape);
    }

    /// <summary>A product a class; a quotient and a subtraction a position.</summary>
    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => node.Shape.Length + (2L * inputs[1].Shape.Length);

    public override Kernel Lower(KernelSignature signature) => CrossEntropySchedule.Gradient(signature);
}
