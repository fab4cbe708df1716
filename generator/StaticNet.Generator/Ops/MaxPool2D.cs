using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Window;

namespace StaticNet.Generator.Ops;

/// <summary><c>[MaxPool1D(kernel)]</c>, <c>[MaxPool2D(kernel)]</c>: the largest value of each window; padding never wins.</summary>
internal sealed class MaxPoolLayer(SpatialAxes axes) : LayerRule
{
    public override string Kind => $"MaxPool{axes.Count}D";

    public override int? Build(LayerContext layer)
    {
        var window = WindowArguments.Read(layer, axes).Place(layer, defaultStrideIsKernel: true, poolingPadding: true);
        return window is null || !layer.IsSound ? null : SpatialForm.OnImage(layer.Graph, layer.Input, image => layer.Graph.Add(new MaxPool(Window2D.Of(window)), image));
    }
}

/// <summary>y[c, y, x] = max over ky, kx of x[c, y sy + ky - py, x sx + kx - px].</summary>
internal sealed record MaxPool(Window2D Window) : Operation
{
    public override string Describe() => "MaxPool " + Window;

    /// <summary>The convolution before may make the maxima of 2x2 results while they are in registers.</summary>
    public override Companion CompanionFor(Node node) =>
        Window is { HasPadding: false, Height: { Kernel: 2, Stride: 2 }, Width: { Kernel: 2, Stride: 2 } } ? Companion.PairMaxima : Companion.None;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => Pooling.InferType(Window, inputs[0]);

    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new MaxPoolGradient(Window), node.Inputs[0], node.Id, outputGradient));
    }

    public override Layout AssignLayout(LayoutRequest request) => Pooling.AssignLayout(request);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => Pooling.CountFlops(Window, node.Shape);

    public override Kernel Lower(KernelSignature signature) => MaxPoolSchedule.Create(signature, Window);
}

/// <summary>
/// The gradient goes to the first element of each window (in row-major order, as in PyTorch) that equals its maximum;
/// operands x, y and dy.
/// </summary>
internal sealed record MaxPoolGradient(Window2D Window) : Operation
{
    public override string Describe() => "MaxPoolGradient " + Window;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override Layout AssignLayout(LayoutRequest request) => Pooling.AssignLayout(request);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => Pooling.CountFlops(Window, inputs[1].Shape);

    public override Kernel Lower(KernelSignature signature) => MaxPoolGradientSchedule.Create(signature, Window);
}
