using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Index;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[OneHot(classes)]</c>: a vector for each integer that is 1 there and 0 elsewhere, as <c>F.one_hot</c>.</summary>
internal sealed class OneHotLayer : LayerRule
{
    public override string Kind => "OneHot";

    public override bool Takes(ElementType element) => element == ElementType.Int32;

    public override int? Build(LayerContext layer)
    {
        var classes = layer.Positive("classes");
        if (!layer.IsSound)
            return null;
        layer.Bound(layer.Input, classes!.Value);
        return layer.Graph.Add(new OneHot(classes.Value), layer.Input);
    }
}

/// <summary>y[t, c] = 1 where x[t] = c, else 0, with the operand x, integers of any shape.</summary>
internal sealed record OneHot(int Classes) : Operation
{
    public override string Describe() => "OneHot " + Classes;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(new Shape(inputs[0].Shape.Dimensions.Append(Classes).ToEquatableArray()), inputs[0].Batched, Steps: inputs[0].Steps);

    public override Kernel Lower(KernelSignature signature) => OneHotSchedule.Create(signature, Classes);
}
