using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Lets a convolution pool its results by 2x2 windows while they are in registers. The results themselves are stored as well,
/// since the gradient of the pooling asks which of them was the maximum; what falls away is a pass that reads them again. Tiles of
/// Winograd's algorithm have no registers left for it: there it was slower than a pass of its own.
/// </summary>
internal static class PoolingEpilogues
{
    /// <param name="graph">A graph with layouts.</param>
    public static Graph.Graph Run(Graph.Graph graph)
    {
        // The first pooling of each convolution.
        var poolings = new Dictionary<int, int>();
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is MaxPool { Window: { HasPadding: false, Height: { Kernel: 2, Stride: 2 }, Width: { Kernel: 2, Stride: 2 } } }
                && !poolings.ContainsKey(node.Inputs[0]) && Pools(graph[node.Inputs[0]], graph))
            {
                poolings.Add(node.Inputs[0], node.Id);
            }
        }

        return poolings.Count == 0 ? graph : Simplify.Rewrite(graph, (builder, node, inputs) => builder.Copy(node.Operation switch
        {
            Convolution convolution when poolings.ContainsKey(node.Id) => node with { Operation = convolution with { Companion = Companion.PairMaxima } },
            MaxPool pool when poolings.TryGetValue(node.Inputs[0], out var first) && first == node.Id => node with { Operation = pool with { InEpilogue = true } },
            _ => node,
        }, inputs));
    }

    private static bool Pools(Node node, Graph.Graph graph) => node.Origin.Phase == Phase.Forward
        && node.Shape[1] % 2 == 0 && node.Shape[2] % 2 == 0 && node.AssignedLayout.IsEquivalentTo(Layout.ChannelsLast(node.Shape))
        && node.Operation is Convolution { InPlanes: false, Groups: 1 } convolution
        && !ForwardConvolution.IsPointwise(convolution.Window, 1, new(graph[node.Inputs[0]].Type, graph[node.Inputs[0]].AssignedLayout))
        && (convolution.Epilogue?.OperationCount ?? 0) <= TapConvolution.LongEpilogue;
}
