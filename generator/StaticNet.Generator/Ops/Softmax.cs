using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Softmax]</c>: exp(x) / sum of exp(x) along an axis, the last unless told otherwise.</summary>
internal sealed class SoftmaxLayer : LayerRule
{
    public override string Kind => "Softmax";

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.Read(layer, "Axis", -1);
        return axis is null || !layer.IsSound ? null : layer.Graph.Add(new Softmax(axis.Value), layer.Input);
    }
}

/// <summary>Softmax along <paramref name="Axis"/>; stays one node until its gradient is taken, then becomes maps and reductions.</summary>
internal sealed record Softmax(int Axis) : CompositeOperation
{
    public override string Describe() => "Softmax axis " + Axis;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => Axis != 0;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    /// <summary>dx = y (dy - sum(dy y)), in the result alone.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        var product = builder.Map(new Input(0) * new Input(1), node.Type, outputGradient, node.Id);
        var sum = builder.Add(new Reduce(ReduceKind.Sum, EquatableArray<int>.Of(Axis), false), product);
        gradients.Add(node.Inputs[0], builder.Map(new Input(1) * (new Input(0) - new Input(2)), outputGradient, node.Id, sum));
    }

    /// <summary>The maximum is subtracted first, so that no exponential overflows.</summary>
    public override int Expand(GraphBuilder builder, IReadOnlyList<int> inputs)
    {
        var axes = EquatableArray<int>.Of(Axis);
        var maximum = builder.Add(new Reduce(ReduceKind.Maximum, axes, false), inputs[0]);
        var exponential = builder.Map(Formula.Exp(new Input(0) - new Input(1)), inputs[0], maximum);
        var sum = builder.Add(new Reduce(ReduceKind.Sum, axes, false), exponential);
        return builder.Map(new Input(0) / new Input(1), exponential, sum);
    }
}
