using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>What the nodes of a graph came to.</summary>
internal sealed class GraphValues
{
    private readonly Graph.Graph graph;
    private readonly Tensor?[] values;

    public GraphValues(Graph.Graph graph, Tensor?[] values)
    {
        this.graph = graph;
        this.values = values;
    }

    public Tensor this[Node node] => values[node.Id].ShouldNotBeNull();

    /// <summary>Whether the run came to a node at all.</summary>
    public bool Has(Node node) => values[node.Id] is not null;

    public double Loss => Find(RootKind.Loss, 0).Values.ShouldHaveSingleItem();

    /// <summary>The value of a root, all samples; of a gradient that nobody asks for, zeros.</summary>
    public Tensor Find(RootKind kind, int index) => kind == RootKind.ParameterGradient && graph.Interface.Parameters[index].IsFrozen
        ? new Tensor(new TensorType(graph.Interface.Parameters[index].Shape, false), 1)
        : values[NodeOf(kind, index).Id].ShouldNotBeNull();

    /// <inheritdoc cref="Interpreter.SumOfMagnitudes"/>
    public double[]? SumOfMagnitudes(RootKind kind, int index) => kind == RootKind.ParameterGradient && graph.Interface.Parameters[index].IsFrozen ? null : Interpreter.SumOfMagnitudes(graph, this, NodeOf(kind, index));

    private Node NodeOf(RootKind kind, int index) => graph[graph.Roots.Single(root => root.Kind == kind && root.Index == index).Node];
}
