using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Lets data gradients of convolutions scatter where the cost model expects that to be faster: with few input channels, which
/// fill no vector by themselves, and with small images, on which collecting multiplies many zeros beside the edges. The choice
/// is one for all tiers, by the costs of the 256-bit one, since the weights' layout depends on it.
/// </summary>
internal static class ScatterSelection
{
    private static SimdTarget Target => SimdTarget.Vector256;

    /// <param name="graph">A graph without layouts, in which Winograd's algorithm was chosen where that is best.</param>
    /// <param name="scatters">Whether to scatter wherever it is possible; null where the model chooses.</param>
    public static Graph.Graph Run(Graph.Graph graph, bool? scatters) => Simplify.Rewrite(graph, (builder, node, inputs) =>
    {
        if (node.Operation is not TransposedConvolution convolution || !ScatteredConvolution.Suits(convolution.Window, convolution.Groups)
            || builder[inputs[1]] is not { Operation: TransposeConvolutionWeights transpose } transposed
            || !(scatters ?? IsFaster(convolution, builder[inputs[0]].Shape)))
        {
            return builder.Copy(node, inputs);
        }

        builder.Origin = transposed.Origin;
        var weights = builder.Add(transpose with { ForScattering = true }, transposed.Inputs.ToArray());
        return builder.Copy(node with { Operation = convolution with { IsScattered = true } }, new[] { inputs[0], weights });
    });

    private static bool IsFaster(TransposedConvolution convolution, Shape source)
    {
        var (window, result) = (convolution.Window, convolution.Result);
        if (window.Height.Kernel == 1 && window.Width.Kernel == 1)
            return false;
        var weights = new WeightColumns(result[0], window.Height.Kernel * window.Width.Kernel * source[0], WeightColumns.Suits(result[0]));
        var collected = TapTiling.EstimateChannels(Target, weights, result[1], result[2], window.Height.Kernel, window.Width.Kernel * source[0]);
        return ScatteredConvolution.Estimate(Target, window, source, result) < 0.95 * collected;
    }
}
