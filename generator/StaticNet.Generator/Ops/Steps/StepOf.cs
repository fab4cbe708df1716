using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>In a loop, what a value of all steps has in this one. No code: one step of it lies behind the other.</summary>
internal sealed record StepOf() : Operation
{
    public override bool IsAlias => true;

    public override string Describe() => "StepOf";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = 1 };

    public override Layout AssignLayout(LayoutRequest request) => Collect.Keep(request);
}
