using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Steps;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>The first axis as steps: all samples of a step come before the next step.</summary>
internal sealed record ToSteps() : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => "ToSteps";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = new Shape(inputs[0].Shape.Dimensions.Skip(1).ToEquatableArray()),
        Steps = inputs[0].Shape[0],
    };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new FromSteps(), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => StepMoves.Enter(signature);
}

/// <summary>Steps as the first axis: all steps of a sample come before the next sample.</summary>
internal sealed record FromSteps() : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => "FromSteps";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with
    {
        Shape = new Shape(new[] { inputs[0].Steps }.Concat(inputs[0].Shape.Dimensions).ToEquatableArray()),
        Steps = 1,
    };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new ToSteps(), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => StepMoves.Leave(signature);
}

/// <summary>What a state was before each step: operands are what it was at first, and what each step made of it.</summary>
internal sealed record PreviousSteps(bool IsReversed) : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => "PreviousSteps" + (IsReversed ? " reversed" : "");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[1];

    public override Kernel Lower(KernelSignature signature) => StepMoves.Shift(signature, IsReversed);
}

/// <summary>One of the steps of a value.</summary>
internal sealed record SingleStep(int Step) : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => "SingleStep " + Step;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = 1 };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(
        node.Inputs[0], gradients.Builder.Add(new OnlyStep(Step, gradients.Builder[node.Inputs[0]].Type.Steps), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => StepMoves.Take(signature, Step);
}

/// <summary>A value in one of the steps, and zeros in all others.</summary>
internal sealed record OnlyStep(int Step, int Steps) : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => $"OnlyStep {Step} of {Steps}";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = Steps };

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        gradients.Add(node.Inputs[0], gradients.Builder.Add(new SingleStep(Step), gradients.Materialize(outputGradient, node.Type)));

    public override Kernel Lower(KernelSignature signature) => StepMoves.Put(signature, Step);
}

/// <summary>The sum of a value of a loop over all steps; hoisting writes it in terms of others.</summary>
internal sealed record SumOfSteps() : Operation
{
    public override string Describe() => "SumOfSteps";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];
}

/// <summary>The sum of a value over its steps.</summary>
internal sealed record ReduceSteps() : Operation
{
    public override bool SeesSteps => true;

    public override string Describe() => "ReduceSteps";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = 1 };

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => (long)inputs[0].Steps * node.Shape.Length;

    public override Kernel Lower(KernelSignature signature) => StepMoves.Sum(signature);
}
