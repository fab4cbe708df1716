using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[LogSoftmax]</c>: x - log(sum of exp(x)) along an axis, the last unless told otherwise.</summary>
internal sealed class LogSoftmaxLayer : LayerRule
{
    public override string Kind => "LogSoftmax";

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.Read(layer, "Axis", -1);
        return axis is null || !layer.IsSound ? null : layer.Graph.Add(new LogSoftmax(axis.Value), layer.Input);
    }
}

/// <summary>The logarithm of softmax along <paramref name="Axis"/>, which overflows nowhere and vanishes nowhere.</summary>
internal sealed record LogSoftmax(int Axis) : CompositeOperation
{
    public override string Describe() => "LogSoftmax axis " + Axis;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => Axis != 0;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    /// <summary>dx = dy - exp(y) sum(dy), in the result alone.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        var sum = builder.Add(new Reduce(ReduceKind.Sum, EquatableArray<int>.Of(Axis), false), outputGradient);
        gradients.Add(node.Inputs[0], builder.Map(new Input(0) - (Formula.Exp(new Input(1)) * new Input(2)), outputGradient, node.Id, sum));
    }

    /// <summary>The maximum is subtracted first, so that no exponential overflows.</summary>
    public override int Expand(GraphBuilder builder, IReadOnlyList<int> inputs)
    {
        var axes = EquatableArray<int>.Of(Axis);
        var maximum = builder.Add(new Reduce(ReduceKind.Maximum, axes, false), inputs[0]);
        var sum = builder.Add(new Reduce(ReduceKind.Sum, axes, false), builder.Map(Formula.Exp(new Input(0) - new Input(1)), inputs[0], maximum));
        return builder.Map(new Input(0) - new Input(1) - Formula.Log(new Input(2)), inputs[0], maximum, sum);
    }
}
