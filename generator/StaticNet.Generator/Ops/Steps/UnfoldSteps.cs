using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Steps;

namespace StaticNet.Generator.Ops;

/// <summary>Steps of zeros before and behind.</summary>
internal sealed record PadSteps(int Before, int After) : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => $"PadSteps {Before},{After}";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = checked(inputs[0].Steps + Before + After) };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(node.Inputs[0], gradients.Builder.Add(
        new SomeSteps(Before, gradients.Builder[node.Inputs[0]].Type.Steps), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => StepMoves.Pad(signature, Before);
}

/// <summary>Some steps of a value, one after another.</summary>
internal sealed record SomeSteps(int First, int Steps) : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => $"SomeSteps {Steps} from {First}";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = Steps };

    /// <summary>Steps that were left out receive nothing.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(node.Inputs[0], gradients.Builder.Add(
        new PadSteps(First, gradients.Builder[node.Inputs[0]].Type.Steps - First - Steps), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => StepMoves.Take(signature, First);
}

/// <summary>
/// Steps (C, ...) that a window sees together, as channels of one: (C * <paramref name="Kernel"/>, ...), the taps of each channel side by
/// side.
/// </summary>
internal sealed record UnfoldSteps(int Kernel, int Stride, int Dilation) : Operation
{
    /// <summary>How the window moves over the steps.</summary>
    public WindowAxis Axis => new(Kernel, Stride, 0, 0, Dilation);

    public override bool SeesSteps => true;

    public override string Describe() => $"UnfoldSteps {Kernel} stride {Stride} dilation {Dilation}";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = Shape.Of(new[] { checked(inputs[0].Shape[0] * Kernel) }.Concat(inputs[0].Shape.Dimensions.Skip(1)).ToArray()),
        Steps = ((inputs[0].Steps - ((Kernel - 1) * Dilation) - 1) / Stride) + 1,
    };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(node.Inputs[0], gradients.Builder.Add(
        new FoldSteps(this, gradients.Builder[node.Inputs[0]].Type.Steps), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => UnfoldSchedule.Unfold(signature, Axis);
}

/// <summary>Every step receives what all windows that see it have for it.</summary>
internal sealed record FoldSteps(UnfoldSteps Window, int Steps) : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => "FoldSteps " + Window.Kernel;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = Shape.Of(new[] { inputs[0].Shape[0] / Window.Kernel }.Concat(inputs[0].Shape.Dimensions.Skip(1)).ToArray()),
        Steps = Steps,
    };

    /// <summary>Every tap receives the gradient of the step that it was added to.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        gradients.Add(node.Inputs[0], gradients.Builder.Add(Window, gradients.Materialize(outputGradient, node.Type)));

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => (long)inputs[0].Steps * inputs[0].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => UnfoldSchedule.Fold(signature, Window.Axis);
}
