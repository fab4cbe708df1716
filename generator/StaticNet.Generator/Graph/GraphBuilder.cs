using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Graph;

/// <summary>Appends nodes to a graph. An equal operation on equal inputs is added once (value numbering).</summary>
internal sealed class GraphBuilder
{
    private readonly List<Node> nodes = new();
    private readonly Dictionary<(Operation Operation, EquatableArray<int> Inputs, Loop? Loop), int> existing = new();

    /// <summary>What new nodes stem from.</summary>
    public Origin Origin { get; set; } = new("Network", "", Phase.Forward);

    /// <summary>The loop that new nodes are part of.</summary>
    public Loop? Loop { get; set; }

    public Node this[int id] => nodes[id];

    public int Count => nodes.Count;

    /// <summary>The node whose memory an alias shares.</summary>
    public int Base(int id)
    {
        while (nodes[id].Operation.IsAlias)
            id = nodes[id].Inputs[0];
        return id;
    }

    /// <summary>Adds <paramref name="operation"/>, whose own rule gives the type of the result.</summary>
    public int Add(Operation operation, params int[] inputs)
    {
        var loop = operation is NetworkParameter or NetworkState ? null : Loop;
        var key = (operation, EquatableArray<int>.Of(inputs), loop);
        if (existing.TryGetValue(key, out var id))
            return id;
        var type = operation.InferType(inputs.Select(input => nodes[input].Type).ToArray());
        return Append(new Node(nodes.Count, operation, key.Item2, type, Origin) { Loop = loop });
    }

    /// <summary>Adds a copy of <paramref name="node"/> that reads <paramref name="inputs"/> of this graph.</summary>
    public int Copy(Node node, IEnumerable<int> inputs)
    {
        var renumbered = inputs.ToEquatableArray();
        if (existing.TryGetValue((node.Operation, renumbered, node.Loop), out var id) && Equals(nodes[id].Layout, node.Layout) && nodes[id].Schedule == node.Schedule)
            return id;
        return Append(node with { Id = nodes.Count, Inputs = renumbered });
    }

    public Graph Build(Interface @interface, IEnumerable<Root> roots)
    {
        // Finding the roots may add nodes, so it comes first.
        var found = roots.ToEquatableArray();
        return new Graph(@interface, nodes.ToEquatableArray(), found);
    }

    private int Append(Node node)
    {
        nodes.Add(node);
        existing[(node.Operation, node.Inputs, node.Loop)] = node.Id;
        return node.Id;
    }
}
