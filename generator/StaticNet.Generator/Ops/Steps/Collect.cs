using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>Behind a loop, what a value of it had in each step. No code: there, the loop puts it where each step has a place of its own.</summary>
/// <param name="Steps">How many steps there are.</param>
internal sealed record Collect(int Steps) : Operation
{
    public override bool IsAlias => true;

    public override bool LeavesLoop => true;

    public override string Describe() => "Collect " + Steps;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0] with { Steps = Steps };

    /// <summary>The value receives, in each step, what was received for that step: the loop's gradient takes it from there.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient) =>
        gradients.Add(node.Inputs[0], gradients.Materialize(outputGradient, node.Type));

    public override Layout AssignLayout(LayoutRequest request) => Keep(request);

    /// <summary>The layout of the operand, whose elements stay where they are.</summary>
    public static Layout Keep(LayoutRequest request)
    {
        var layout = request.LayoutOf(0) ?? Layout.RowMajor(request.ShapeOf(0));
        request.Require(0, layout);
        return layout;
    }
}
