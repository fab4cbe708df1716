using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Move;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Concat("a", "b")]</c>: values one after another along an axis (0: channels), all other axes equal.</summary>
internal sealed class ConcatLayer : LayerRule
{
    public override string Kind => "Concat";

    public override bool IsMerge => true;

    public override int? Build(LayerContext layer)
    {
        var axis = LayerAxis.Read(layer, "Axis", 0);
        if (axis is null || !layer.IsSound)
            return null;
        var shapes = layer.Inputs.Select(input => layer.Graph[input].Shape).ToArray();
        var rest = shapes[0].Reduce(new[] { axis.Value });
        if (shapes.Any(shape => shape.Rank != rest.Rank || shape.Reduce(new[] { axis.Value }) != rest))
        {
            layer.Report("SN0013", "inputs", $"along axis {axis} it joins shapes that differ elsewhere: {string.Join(" and ", shapes.AsEnumerable())}",
                "make all axes but the joined one equal");
            return null;
        }

        return layer.Graph.Add(new Concatenation(axis.Value), layer.Inputs.ToArray());
    }
}

/// <summary>Operands one after another along <paramref name="Axis"/>.</summary>
internal sealed record Concatenation(int Axis) : Operation
{
    public override string Describe() => "Concatenation axis " + Axis;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) =>
        Axis != 0 && Enumerable.Range(0, inputs.Count).All(hasSteps);

    public override TensorType InferType(IReadOnlyList<TensorType> inputs)
    {
        var total = inputs.Sum(input => input.Shape[Axis]);
        return inputs[0] with { Shape = new Shape(inputs[0].Shape.Dimensions.Select((d, i) => i == Axis ? total : d).ToEquatableArray()) };
    }

    /// <summary>Every operand receives its slice of the gradient.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        var start = 0;
        foreach (var input in node.Inputs)
        {
            var shape = gradients.Builder[input].Shape;
            if (gradients.IsNeeded(input))
                gradients.Add(input, gradients.Builder.Add(new Slice(Axis, start, shape[Axis]), outputGradient));
            start += shape[Axis];
        }
    }

    public override Layout AssignLayout(LayoutRequest request) => Slice.AssignCommonLayout(request);

    public override Kernel Lower(KernelSignature signature) => SliceCopy.Concatenate(signature, Axis);
}
