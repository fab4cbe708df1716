using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>log(sum of exp(x)) along <paramref name="Axis"/>, which stays with length 1.</summary>
internal sealed record LogSumExp(int Axis) : CompositeOperation
{
    public override string Describe() => "LogSumExp axis " + Axis;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        inputs[0] with { Shape = inputs[0].Shape.Reduce(new[] { Axis }) };

    /// <summary>dx = exp(x - y) dy: softmax.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(
        node.Inputs[0],
        gradients.Builder.Map(Formula.Exp(new Input(0) - new Input(1)) * new Input(2), node.Inputs[0], node.Id, outputGradient));

    /// <summary>m + log(sum of exp(x - m)) with the maximum m, so that no exponential overflows.</summary>
    public override int Expand(GraphBuilder builder, IReadOnlyList<int> inputs)
    {
        var axes = EquatableArray<int>.Of(Axis);
        var maximum = builder.Add(new Reduce(ReduceKind.Maximum, axes, false), inputs[0]);
        var exponential = builder.Map(Formula.Exp(new Input(0) - new Input(1)), inputs[0], maximum);
        var sum = builder.Add(new Reduce(ReduceKind.Sum, axes, false), exponential);
        return builder.Map(new Input(0) + Formula.Log(new Input(1)), maximum, sum);
    }
}
