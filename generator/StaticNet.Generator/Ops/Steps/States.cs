using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>
/// In a loop, what the step before made of state <paramref name="Index"/> (<see cref="NextState"/>); in the first step the operand, which
/// comes from outside. No code.
/// </summary>
internal sealed record PreviousState(int Index) : Operation
{
    public override bool IsLeaf => true;

    public override string Describe() => "PreviousState " + Index;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, Layout.RowMajor(request.ShapeOf(0)));
        return Layout.RowMajor(request.Node.Shape);
    }
}

/// <summary>In a loop, what state <paramref name="Index"/> becomes: the operand. No code.</summary>
internal sealed record NextState(int Index) : Operation
{
    public override bool IsAlias => true;

    public override string Describe() => "NextState " + Index;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override void Differentiate(Gradients gradients, Node node, int outputGradient) => gradients.Add(node.Inputs[0], outputGradient);

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, Layout.RowMajor(request.ShapeOf(0)));
        return Layout.RowMajor(request.Node.Shape);
    }
}

/// <summary>States of loops in a graph.</summary>
internal static class LoopStates
{
    /// <summary>What a state of a loop becomes in each step.</summary>
    public static Node NextOf(this Graph.Graph graph, Node previous) => graph.Nodes.First(node =>
        node.Loop == previous.Loop && node.Operation is NextState next && next.Index == ((PreviousState)previous.Operation).Index);
}
