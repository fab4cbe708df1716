using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>Rewrites that make a graph smaller without changing what it computes.</summary>
internal static class Simplify
{
    /// <summary>
    /// Writes composite operations in terms of others, drops maps that change nothing, reshapes to the same shape and
    /// everything that no root depends on. Equal nodes become one on the way (value numbering in the builder).
    /// </summary>
    public static Graph.Graph Run(Graph.Graph graph) => RemoveUnused(Rewrite(graph, (builder, node, inputs) =>
    {
        switch (node.Operation)
        {
            case CompositeOperation composite:
                builder.Origin = node.Origin;
                return composite.Expand(builder, inputs);
            case Map { Formula: Input } when builder[inputs[0]].Type == node.Type:
                return inputs[0];
            case Reshape when builder[inputs[0]].Type == node.Type:
                return inputs[0];
            case Permute outer when builder[inputs[0]] is { Operation: Permute inner } first:
                return Permute.AddTo(builder, first.Inputs[0], outer.After(inner).Axes);
            case Reshape when builder[inputs[0]].Operation is Reshape:
                return builder.Copy(node, builder[inputs[0]].Inputs);
            default:
                return builder.Copy(node, inputs);
        }
    }));

    /// <summary>The graph as it runs in one mode.</summary>
    public static Graph.Graph ForMode(Graph.Graph graph, Mode mode) => RemoveUnused(Rewrite(graph, (builder, node, inputs) =>
        node.Operation is ByMode ? inputs[ByMode.Choose(mode)] : builder.Copy(node, inputs)));

    /// <summary>Keeps what a root depends on, and all inputs and parameters.</summary>
    public static Graph.Graph RemoveUnused(Graph.Graph graph)
    {
        var used = new bool[graph.Nodes.Count];
        foreach (var root in graph.Roots)
            used[root.Node] = true;
        // A state that is read is what the step before made of it, further down.
        var changes = true;
        while (changes)
        {
            changes = false;
            for (var id = graph.Nodes.Count - 1; id >= 0; id--)
            {
                used[id] |= graph[id].Operation is NetworkParameter or NetworkInput;
                if (!used[id])
                    continue;
                foreach (var input in graph[id].Inputs)
                    used[input] = true;
                if (graph[id].Operation is PreviousState && graph.NextOf(graph[id]) is var next && !used[next.Id])
                    used[next.Id] = changes = true;
            }
        }

        var builder = new GraphBuilder();
        var renumbered = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            if (used[node.Id])
                renumbered[node.Id] = builder.Copy(node, node.Inputs.Select(input => renumbered[input]));
        }

        return builder.Build(graph.Interface, graph.Roots.Select(root => root with { Node = renumbered[root.Node] }));
    }

    /// <summary>Copies a graph node by node; <paramref name="rule"/> gives the node that takes each one's place.</summary>
    public static Graph.Graph Rewrite(Graph.Graph graph, Func<GraphBuilder, Node, int[], int> rule) =>
        RewriteWithNumbers(graph, (builder, node, renumbered) => rule(builder, node, node.Inputs.Select(input => renumbered[input]).ToArray()));

    /// <summary>The same with the numbers that all nodes before have now, for rules that read other nodes than the inputs.</summary>
    public static Graph.Graph RewriteWithNumbers(Graph.Graph graph, Func<GraphBuilder, Node, int[], int> rule)
    {
        var builder = new GraphBuilder();
        var renumbered = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            builder.Loop = node.Loop;
            renumbered[node.Id] = rule(builder, node, renumbered);
        }

        builder.Loop = null;
        return builder.Build(graph.Interface, graph.Roots.Select(root => root with { Node = renumbered[root.Node] }));
    }
}
