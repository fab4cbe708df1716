using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>
/// Takes Winograd's algorithm for convolutions of 3x3 and stride 1, forward and data gradient, where the cost model expects it to
/// be faster and its error stays within the bound. The choice is one for all tiers, by the costs of the 256-bit one.
/// </summary>
internal static class WinogradSelection
{
    /// <summary>
    /// The largest error of a layer relative to its largest result that a schedule may be expected to have: the contract is
    /// 1e-5, of which data that is worse than random numbers get the rest.
    /// </summary>
    private const double ErrorBound = 4e-6;

    /// <summary>Errors of F(4x4, 3x3) measured with uniform random numbers: 1.6e-6 with 64 channels, 2.7e-6 with 256.</summary>
    private const double ErrorOf4 = 1.7e-7;

    /// <summary>Those of F(2x2, 3x3): 3e-7 with 64 channels.</summary>
    private const double ErrorOf2 = 4e-8;

    /// <summary>
    /// Channels below which lanes and panels are not filled, and the transforms take longer than what they save. Photographs have
    /// three: in the first layer of a network for batches, storing results takes longest, and tiles store them less in order.
    /// </summary>
    private const int FewestChannels = 16;

    private static SimdTarget Target => SimdTarget.Vector256;

    /// <param name="graph">A graph without layouts.</param>
    /// <param name="batchCapacity">Samples of the largest batch.</param>
    /// <param name="tile">Results of a tile along each axis for all convolutions that allow it, instead of a choice: for tests.</param>
    public static Graph.Graph Run(Graph.Graph graph, int batchCapacity, int? tile = null) => Simplify.Rewrite(graph, (builder, node, inputs) =>
    {
        var (window, result, groups) = node.Operation switch
        {
            Convolution convolution => (convolution.Window, node.Shape, convolution.Groups),
            TransposedConvolution transposed => (transposed.Window, transposed.Result, transposed.Groups),
            _ => (null, Shape.Scalar, 1),
        };
        if (window is null || !Suits(window, groups))
            return builder.Copy(node, inputs);

        // A data gradient is a convolution of dy with flipped weights, padded by what its own windows reach beyond the edge.
        var isForward = node.Operation is Convolution;
        var (top, left) = isForward ? (window.Height.PadBefore, window.Width.PadBefore) : (2 - window.Height.PadBefore, 2 - window.Width.PadBefore);
        var channels = builder[inputs[0]].Shape[0];
        if (top < 0 || left < 0 || (tile ?? ChooseTile(channels, result, batchCapacity)) is not { } chosen)
            return builder.Copy(node, inputs);
        builder.Origin = node.Origin;
        var points = builder.Add(new WinogradWeights(chosen), inputs[1]);
        return builder.Add(new WinogradConvolution(result, top, left, chosen), inputs[0], points);
    });

    private static bool Suits(Window2D window, int groups) => groups == 1
        && window is { Height: { Kernel: 3, Stride: 1, Dilation: 1 }, Width: { Kernel: 3, Stride: 1, Dilation: 1 } };

    /// <summary>Results of a tile along each axis; null where the direct form is to be preferred.</summary>
    public static int? ChooseTile(int inputs, Shape result, int batchCapacity)
    {
        var (outputs, height, width) = (result[0], result[1], result[2]);
        if (inputs < FewestChannels || outputs < FewestChannels)
            return null;
        var weights = new WeightColumns(outputs, 9 * inputs, WeightColumns.Suits(outputs));
        var best = TapTiling.EstimateChannels(Target, weights, height, width, 3, 3 * inputs);
        int? choice = null;
        foreach (var (transform, error) in new[] { (WinogradTransform.F4, ErrorOf4), (WinogradTransform.F2, ErrorOf2) })
        {
            if (error * Math.Sqrt(inputs) > ErrorBound)
                continue;
            var cycles = WinogradBlocks.Choose(Target, transform, inputs, outputs, height, width, batchCapacity).SampleCycles;
            if (cycles < best)
                (best, choice) = (cycles, transform.Outputs);
        }

        return choice;
    }
}
