using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>When a node runs.</summary>
internal enum Phase
{
    Forward,
    Loss,
    Backward,
}

/// <summary>The layer that a node stems from, for names and comments in the generated code.</summary>
/// <param name="Kind">The attribute: <c>Conv2D</c>.</param>
/// <param name="Layer">Its name in the state dict: <c>0</c>, <c>stem</c>, <c>3.1</c>.</param>
/// <param name="Phase">When it runs.</param>
internal sealed record Origin(string Kind, string Layer, Phase Phase)
{
    public override string ToString() => Layer.Length == 0 ? Kind : Kind + " " + Layer;
}

/// <summary>Nodes that run once for every step of a sequence, one step after another.</summary>
/// <param name="Id">Its number, unlike that of any other loop of the graph.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="IsReversed">Whether the last step comes first.</param>
internal sealed record Loop(int Id, int Steps, bool IsReversed)
{
    public int First => IsReversed ? Steps - 1 : 0;

    public int Last => IsReversed ? 0 : Steps - 1;

    /// <summary>From one step to the next.</summary>
    public int Direction => IsReversed ? -1 : 1;

    public override string ToString() => $"loop {Id}: {Steps} steps" + (IsReversed ? ", reversed" : "");
}

/// <summary>One operation of a graph and the value that it makes.</summary>
/// <param name="Id">Its position in the graph; inputs have smaller ids.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Inputs">Ids of the nodes whose values it reads.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Origin">The layer that it stems from.</param>
/// <param name="Layout">Where elements lie in memory; null before layout assignment.</param>
internal sealed record Node(
    int Id, Operation Operation, EquatableArray<int> Inputs, TensorType Type, Origin Origin, Layout? Layout = null)
{
    public Shape Shape => Type.Shape;

    /// <summary>The loop that it is part of; null where it runs once.</summary>
    public Loop? Loop { get; init; }

    /// <summary>How it is computed.</summary>
    public Schedule Schedule { get; init; } = Schedule.Only;

    /// <summary>Whether it reads values whose samples lie in blocks (<see cref="Graph.Layout.InBlocks"/>); else it sees them sample after sample, in a copy.</summary>
    public bool ReadsBlocks(IReadOnlyList<TensorType> inputs) => Schedule.Algorithm?.ReadsBlocks ?? Operation.ReadsBlocks(inputs);

    /// <summary>The layout, after it was assigned.</summary>
    public Layout AssignedLayout => Layout ?? throw new InvalidOperationException($"node %{Id} has no layout yet");
}
