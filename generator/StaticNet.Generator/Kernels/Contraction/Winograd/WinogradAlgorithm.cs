using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction.Winograd;

/// <summary>
/// A convolution of 3x3 and stride 1 in the transformed domain, with transformed weights for its second operand:
/// y[o, tile] = A^T [sum over i of U[o, i] (B^T x[i, tile] B)] A. (Lavin and Gray, "Fast algorithms for convolutional neural
/// networks", 2015, equation 8.)
/// </summary>
/// <param name="Shape">The convolution.</param>
/// <param name="PadTop">Zeros above the image.</param>
/// <param name="PadLeft">Zeros on its left.</param>
/// <param name="Tile">Results of a tile along each axis: 2 or 4.</param>
internal sealed record WinogradAlgorithm(ConvolutionShape Shape, int PadTop, int PadLeft, int Tile) : ConvolutionAlgorithm(Shape), IImageReader
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

    public override string Describe() => $"Winograd F({Tile}x{Tile}, 3x3) padding {PadTop},{PadLeft}";

    public bool ReadsPlanes => false;

    public bool TakesBorder(Shape image, out Border border)
    {
        border = WinogradConvolutionKernel.ImageOf(new Operand(new TensorType(image, true), Layout.RowMajor(image)), this).Border;
        return true;
    }

    public override bool? Choice(ScheduleChoices choices) => choices.WinogradTile is { } tile ? tile == Tile : null;

    /// <summary>The tiles that a convolution allows.</summary>
    /// <param name="shape">The convolution, or the transposed one.</param>
    /// <param name="padTop">Zeros above the image.</param>
    /// <param name="padLeft">Zeros on its left.</param>
    public static IEnumerable<WinogradAlgorithm> For(ConvolutionShape shape, int padTop, int padLeft) =>
        shape.Groups == 1 && padTop >= 0 && padLeft >= 0
        && shape.Window is { Height: { Kernel: 3, Stride: 1, Dilation: 1 }, Width: { Kernel: 3, Stride: 1, Dilation: 1 } }
            ? new[] { WinogradTransform.F4, WinogradTransform.F2 }.Select(transform => new WinogradAlgorithm(shape, padTop, padLeft, transform.Outputs))
            : Enumerable.Empty<WinogradAlgorithm>();

    /// <summary>What the model expects of a sample; infinite where lanes are not filled or the error would be too large.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="inputs">Channels of the image.</param>
    /// <param name="batchCapacity">Samples of the largest batch.</param>
    public double Cycles(SimdTarget target, int inputs, int batchCapacity)
    {
        var error = (Tile == 4 ? ErrorOf4 : ErrorOf2) * Math.Sqrt(inputs);
        if (inputs < FewestChannels || Shape.Channels < FewestChannels || error > ErrorBound)
            return double.PositiveInfinity;
        return WinogradBlocks.Choose(target, WinogradTransform.Of(Tile), inputs, Shape.Channels, Shape.Result[1], Shape.Result[2], batchCapacity).SampleCycles;
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.RequireImage(0);
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        return Layout.ChannelsLast(Shape.Result);
    }

    /// <summary>Its tiles have no registers left for a pooling: there it was slower than a pass of its own.</summary>
    public override bool Makes(Companion companion, KernelSignature signature, int operations) => companion == Companion.RowMajor;

    public override Kernel Create(KernelSignature signature, Formula formula) => WinogradConvolutionKernel.Create(signature, this, formula);
}
