using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>What a run of a graph gets from outside; everything in row-major order of the shapes that the user sees.</summary>
internal sealed record Bindings(int Count)
{
    /// <summary>One array an input: all samples.</summary>
    public IReadOnlyList<double[]> Inputs { get; init; } = [];

    public IReadOnlyList<double[]> Parameters { get; init; } = [];

    public IReadOnlyList<double[]> States { get; init; } = [];

    /// <summary>One array a loss: targets, or labels as numbers.</summary>
    public IReadOnlyList<double[]> Targets { get; init; } = [];

    /// <summary>One array an output: the seeds of <c>Autodiff.OfOutputs</c>.</summary>
    public IReadOnlyList<double[]> OutputGradients { get; init; } = [];

    public DropoutMasks Masks { get; init; } = DropoutMasks.None;

    /// <summary>The value of a leaf: a copy, as callers change their arrays between runs.</summary>
    public Tensor Find(Node leaf) => new(leaf.Type, Count, [.. ArrayOf(leaf)]);

    private double[] ArrayOf(Node leaf) => leaf.Operation switch
    {
        NetworkInput input => Inputs[input.Index],
        NetworkParameter parameter => Parameters[parameter.Index],
        NetworkState state => States[state.Index],
        Target target => Targets[target.Index],
        OutputGradient gradient => OutputGradients[gradient.Index],
        InverseBatchSize => [1.0 / Count],
        _ => throw new InvalidOperationException("unknown leaf " + leaf.Operation.Describe()),
    };
}
