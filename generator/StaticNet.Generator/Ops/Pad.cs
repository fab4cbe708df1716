using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Move;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>Zeros before and behind a value along <paramref name="Axis"/>.</summary>
internal sealed record Pad(int Axis, int Before, int After) : Operation
{
    public override string Describe() => $"Pad axis {Axis} by {Before} and {After}";

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => Axis != 0;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = new Shape(inputs[0].Shape.Dimensions.Select((d, i) => i == Axis ? d + Before + After : d).ToEquatableArray()),
    };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(node.Inputs[0], gradients.Builder.Add(
        new Slice(Axis, Before, gradients.Builder[node.Inputs[0]].Shape[Axis]), gradients.Materialize(outputGradient, node.Type)));

    public override Layout AssignLayout(LayoutRequest request) => Slice.AssignCommonLayout(request);

    public override Kernel Lower(KernelSignature signature) => SliceCopy.Put(signature, Axis, Before);
}
