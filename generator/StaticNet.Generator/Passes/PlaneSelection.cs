using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Keeps channels of convolutions apart, with lanes over pixels, where the cost model expects that to be faster: with few output
/// channels, which fill no vector by themselves, or where an image comes from the caller and leaves for him, row-major both
/// times, so that lanes over channels would cost two transpositions. The choice is one for all tiers, by the costs of the
/// 256-bit one.
/// </summary>
internal static class PlaneSelection
{
    private static SimdTarget Target => SimdTarget.Vector256;

    /// <param name="graph">A graph without layouts, in which Winograd's algorithm was chosen where that is best.</param>
    /// <param name="inPlanes">Whether to do so wherever it is possible; null where the model chooses.</param>
    public static Graph.Graph Run(Graph.Graph graph, bool? inPlanes)
    {
        var readers = graph.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        return Simplify.Rewrite(graph, (builder, node, inputs) =>
            node.Operation is Convolution convolution && PlaneConvolution.Suits(convolution.Window, convolution.Groups)
                && (inPlanes ?? IsFaster(graph[node.Inputs[0]].Shape, convolution, node.Shape, Producer(builder, inputs[0]), LeavesRowMajor(readers, node)))
                    ? builder.Copy(node with { Operation = convolution with { InPlanes = true } }, inputs)
                    : builder.Copy(node, inputs));
    }

    private static bool IsFaster(Shape image, Convolution convolution, Shape result, Node producer, bool leavesRowMajor)
    {
        var window = convolution.Window;
        var weights = new WeightColumns(result[0], window.Height.Kernel * window.Width.Kernel * image[0], WeightColumns.Suits(result[0]));

        // Values of the caller are row-major and copied in any case, into the order of their reader. Other readers than the caller
        // take channels side by side, and so does the backward pass what they saw.
        var comesInPlanes = producer.Operation is NetworkInput or Convolution { InPlanes: true } || image[0] == 1;
        var planes = PlaneConvolution.Estimate(Target, window, image[0], result)
            + (image.Length * (comesInPlanes ? CostModel.CopyCycles : CostModel.TransposeCycles))
            + (leavesRowMajor ? 0 : 2 * result.Length * CostModel.TransposeCycles);
        var channels = TapTiling.EstimateChannels(Target, weights, result[1], result[2], window.Height.Kernel, window.Width.Kernel * image[0])
            + (image.Length * (comesInPlanes && image[0] > 1 ? CostModel.TransposeCycles : window.HasPadding ? CostModel.CopyCycles : 0))
            + (leavesRowMajor ? result.Length * CostModel.TransposeCycles : 0);
        return planes < channels;
    }

    /// <summary>The node that makes a value, behind elementwise operations.</summary>
    private static Node Producer(GraphBuilder builder, int id)
    {
        var node = builder[id];
        while (node.Operation is Map)
        {
            var operand = node.Inputs.Select(input => builder[input]).FirstOrDefault(input => input.Type == node.Type);
            if (operand is null)
                return node;
            node = operand;
        }

        return node;
    }

    /// <summary>Whether all that the forward pass does with a value, behind elementwise operations, is to give it to the caller or to a loss.</summary>
    private static bool LeavesRowMajor(ILookup<int, Node> readers, Node node)
    {
        var seen = new HashSet<int> { node.Id };
        var values = new Stack<int>(seen);
        while (values.Count > 0)
        {
            foreach (var reader in readers[values.Pop()].Where(reader => reader.Origin.Phase == Phase.Forward))
            {
                if (reader.Operation is not (Map or Reshape))
                    return false;
                if (seen.Add(reader.Id))
                    values.Push(reader.Id);
            }
        }

        return true;
    }
}
