using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Window;

namespace StaticNet.Generator.Ops;

/// <summary><c>[AveragePool1D(kernel)]</c>, <c>[AveragePool2D(kernel)]</c>: the mean of each window, padding counted as zeros unless told otherwise.</summary>
internal sealed class AveragePoolLayer(SpatialAxes axes) : LayerRule
{
    public override string Kind => $"AveragePool{axes.Count}D";

    public override int? Build(LayerContext layer)
    {
        var countsPadding = layer.Flag("CountIncludePadding", true);
        var window = WindowArguments.Read(layer, axes).Place(layer, defaultStrideIsKernel: true, poolingPadding: true);
        return window is null || !layer.IsSound ? null
            : SpatialForm.OnImage(layer.Graph, layer.Input, image => layer.Graph.Add(new AveragePool(Window2D.Of(window), countsPadding!.Value), image));
    }
}

/// <summary>y[c, y, x] = sum over the window of x, divided by its size (or by the part of it that lies in the image).</summary>
internal sealed record AveragePool(Window2D Window, bool CountPadding) : Operation
{
    public override string Describe() => "AveragePool " + Window + (CountPadding || !Window.HasPadding ? "" : " without padding in the mean");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => Pooling.InferType(Window, inputs[0]);

    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        var shape = gradients.Builder[node.Inputs[0]].Shape;
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new AveragePoolGradient(Window, CountPadding, shape), outputGradient));
    }

    public override Layout AssignLayout(LayoutRequest request) => Pooling.AssignLayout(request);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => Pooling.CountFlops(Window, node.Shape);

    public override Kernel Lower(KernelSignature signature) => AveragePoolSchedule.Create(signature, Window, CountPadding);
}

/// <summary>Every element receives dy of each window that covers it, divided by what the window divided by; operand dy.</summary>
internal sealed record AveragePoolGradient(Window2D Window, bool CountPadding, Shape Input) : Operation
{
    public override string Describe() => "AveragePoolGradient " + Window;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Shape = Input };

    public override Layout AssignLayout(LayoutRequest request) => Pooling.AssignLayout(request);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => Pooling.CountFlops(Window, inputs[0].Shape);

    public override Kernel Lower(KernelSignature signature) => AveragePoolGradientSchedule.Create(signature, Window, CountPadding, Input);
}
