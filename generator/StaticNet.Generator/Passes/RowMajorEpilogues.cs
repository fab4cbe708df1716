using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Lets a convolution write the row-major copy that leaves for the caller, too. One whose channels lie side by side copies a band of rows
/// as soon as it is done, while it is in the caches; one in planes stores every vector twice. A pass of its own would fetch all of an
/// image again.
/// </summary>
internal static class RowMajorEpilogues
{
    /// <param name="graph">A graph with layouts.</param>
    /// <param name="leavesDirectly">Whether a single output is written to the caller's memory, not copied there (<see cref="CompiledProgram.DirectOutput"/>).</param>
    public static Graph.Graph Run(Graph.Graph graph, bool leavesDirectly)
    {
        if (leavesDirectly)
            graph = CopyPlanes(graph);
        var copies = new Dictionary<int, int>();
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is ChangeLayout && node.AssignedLayout.IsRowMajor && node.Origin.Phase == Phase.Forward
                && !copies.ContainsKey(node.Inputs[0]) && Suits(graph[node.Inputs[0]], graph))
            {
                copies.Add(node.Inputs[0], node.Id);
            }
        }

        return copies.Count == 0 ? graph : Simplify.Rewrite(graph, (builder, node, inputs) => builder.Copy(node.Operation switch
        {
            Contraction contraction when copies.ContainsKey(node.Id) => node with { Operation = contraction with { Companion = Companion.RowMajor } },
            ChangeLayout change when copies.TryGetValue(node.Inputs[0], out var copy) && copy == node.Id => node with { Operation = change with { InEpilogue = true } },
            _ => node,
        }, inputs));
    }

    /// <summary>Gives the caller a copy of an output in planes that Backward reads, too: one that nobody else reads is written to the caller alone.</summary>
    private static Graph.Graph CopyPlanes(Graph.Graph graph)
    {
        var outputs = graph.Roots.Where(root => root.Kind == RootKind.Output).ToArray();
        if (outputs.Length != 1 || graph[outputs[0].Node] is not { Operation: Convolution { InPlanes: true, Companion: Companion.None } convolution } output
            || graph.Nodes.All(node => !node.Inputs.Contains(output.Id)))
        {
            return graph;
        }

        var copy = -1;
        var copied = Simplify.Rewrite(graph, (builder, node, inputs) =>
        {
            if (node.Id != output.Id)
                return builder.Copy(node, inputs);
            var result = builder.Copy(node with { Operation = convolution with { Companion = Companion.RowMajor } }, inputs);
            copy = builder.Copy(node with { Operation = new ChangeLayout(node.AssignedLayout) { InEpilogue = true } }, new[] { result });
            return result;
        });
        return copied with { Roots = copied.Roots.Select(root => root.Kind == RootKind.Output ? root with { Node = copy } : root).ToEquatableArray() };
    }

    private static bool Suits(Node node, Graph.Graph graph) =>
        node is { Origin.Phase: Phase.Forward, Shape.Rank: 3 } && node.AssignedLayout.IsEquivalentTo(Layout.ChannelsLast(node.Shape)) && node.Operation switch
        {
            WinogradConvolution winograd => winograd.Companion == Companion.None,
            Convolution { InPlanes: false, Groups: 1, Companion: Companion.None } convolution =>
                !ForwardConvolution.IsPointwise(convolution.Window, 1, new(graph[node.Inputs[0]].Type, graph[node.Inputs[0]].AssignedLayout)),
            _ => false,
        };
}
