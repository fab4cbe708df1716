using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Lets a convolution whose channels lie side by side write the row-major copy that leaves for the caller, too: a band of rows
/// as soon as it is done, while it is in the caches. A pass of its own would fetch all of a large image again.
/// </summary>
internal static class RowMajorEpilogues
{
    /// <param name="graph">A graph with layouts.</param>
    public static Graph.Graph Run(Graph.Graph graph)
    {
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

    private static bool Suits(Node node, Graph.Graph graph) =>
        node.Origin.Phase == Phase.Forward && node.AssignedLayout.IsEquivalentTo(Layout.ChannelsLast(node.Shape)) && node.Operation switch
        {
            WinogradConvolution winograd => winograd.Companion == Companion.None,
            Convolution { InPlanes: false, Groups: 1, Companion: Companion.None } convolution =>
                !ForwardConvolution.IsPointwise(convolution.Window, 1, new(graph[node.Inputs[0]].Type, graph[node.Inputs[0]].AssignedLayout)),
            _ => false,
        };
}
