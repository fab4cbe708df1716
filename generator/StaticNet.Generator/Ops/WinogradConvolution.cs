using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Ops;

/// <summary>
/// A 3x3 convolution of stride 1 in the transformed domain, from operands x and transformed weights:
/// y[o, tile] = A^T [sum over i of U[o, i] (B^T x[i, tile] B)] A. (Lavin and Gray, "Fast algorithms for convolutional neural
/// networks", 2015, equation 8.)
/// </summary>
/// <param name="Result">Shape of y.</param>
/// <param name="PadTop">Zeros above x.</param>
/// <param name="PadLeft">Zeros on its left.</param>
/// <param name="Tile">Results of a tile along each axis: 2 or 4.</param>
internal sealed record WinogradConvolution(Shape Result, int PadTop, int PadLeft, int Tile) : Contraction, IImageReader
{
    public bool ReadsPlanes => false;

    public bool TakesBorder(Shape image, out Border border)
    {
        border = WinogradConvolutionKernel.ImageOf(new Operand(new TensorType(image, true), Layout.RowMajor(image)), this).Border;
        return true;
    }

    protected override string DescribeContraction() => $"WinogradConvolution F({Tile}x{Tile}, 3x3) padding {PadTop},{PadLeft}";

    protected override TensorType InferContraction(TensorType input, TensorType weight) => input with { Shape = Result };

    protected override Layout AssignContractionLayout(LayoutRequest request)
    {
        request.RequireImage(0);
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        return Layout.ChannelsLast(Result);
    }

    /// <summary>Those of the convolution that it computes.</summary>
    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * 9 * inputs[0].Shape[0] * Result.Length) + CountEpilogueFlops(node);

    public override Kernel Lower(KernelSignature signature) => WinogradConvolutionKernel.Create(signature, this, EpilogueFormula);
}

/// <summary>
/// U = G w G^T for every pair of channels, from weights (O, I, 3, 3): as many (O, I) matrices as a tile has points, in the order in
/// which the convolution's products read them.
/// </summary>
internal sealed record WinogradWeights(int Tile) : Operation
{
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
        request.Require(0, Convolution.WeightLayout(request.ShapeOf(0), groups: 1));
        return Layout.RowMajor(request.Node.Shape);
    }

    public override Kernel Lower(KernelSignature signature) => WinogradWeightsKernel.Create(signature, WinogradTransform.Of(Tile));
}
