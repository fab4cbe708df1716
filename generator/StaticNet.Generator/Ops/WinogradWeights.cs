using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Contraction.Winograd;

namespace StaticNet.Generator.Ops;

/// <summary>
/// U = G w G^T for every pair of channels, from weights (O, I, 3, 3): as many (O, I) matrices as a tile has points, in the order in
/// which the convolution's products read them.
/// </summary>
internal sealed record WinogradWeights(int Tile) : Operation
{
    /// <summary>The algorithm with these weights.</summary>
    public static Candidate Candidate(WinogradAlgorithm algorithm, int inputs, int batchCapacity) =>
        new(algorithm, target => algorithm.Cycles(target, inputs, batchCapacity))
        {
            Prepare = (builder, operands) =>
            {
                var points = builder.Add(new WinogradWeights(algorithm.Tile), operands[1]);
                return operands.Select((operand, i) => i == 1 ? points : operand).ToArray();
            },
        };

    public override string Describe() => $"WinogradWeights F({Tile}x{Tile}, 3x3)";

    /// <summary>(points, I, O), or with panels of outputs (points, O / 16, I, 16).</summary>
    public override TensorType InferType(IReadOnlyList<TensorType> inputs)
    {
        var (outputs, depth) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        var points = WinogradTransform.Of(Tile).Points;
        return new(WeightColumns.Suits(outputs)
            ? Shape.Of(points, outputs / WeightColumns.PanelWidth, depth, WeightColumns.PanelWidth)
            : Shape.Of(points, depth, outputs), false);
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, WeightColumns.ForConvolution(request.ShapeOf(0), groups: 1));
        return Layout.RowMajor(request.Node.Shape);
    }

    public override Kernel Lower(KernelSignature signature) => WinogradWeightsKernel.Create(signature, WinogradTransform.Of(Tile));
}
