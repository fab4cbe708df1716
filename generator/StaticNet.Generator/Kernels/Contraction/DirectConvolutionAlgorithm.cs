using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>A convolution tap by tap, lanes over output channels (<see cref="ForwardConvolution"/>).</summary>
internal sealed record DirectConvolutionAlgorithm(ConvolutionShape Shape) : ConvolutionAlgorithm(Shape), IImageReader
{
    public override string Describe() => "";

    public bool ReadsPlanes => false;

    public bool TakesBorder(Shape image, out Border border) => ForwardConvolution.TakesBorder(image, Shape.Window, Shape.Groups, out border);

    /// <summary>What the model expects of it.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="inputs">Channels of the image.</param>
    public double Cycles(SimdTarget target, int inputs) => TapTiling.EstimateChannels(
        target, Shape.WeightsFor(inputs), Shape.Result[1], Shape.Result[2], Shape.Window.Height.Kernel, Shape.Window.Width.Kernel * inputs);

    /// <summary>
    /// The result lies channels last; weights as [KH][KW][I][O] or in panels of sixteen of O either way.
    /// </summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(1, WeightColumns.ForConvolution(request.ShapeOf(1), Shape.Groups));
        request.RequireImage(0);
        return Layout.ChannelsLast(Shape.Result);
    }

    public override Algorithm For(KernelSignature signature) =>
        Shape.IsPointwise(signature.Inputs[0]) ? Shape.AsProduct(signature.Inputs[0].Shape[0]) : this;

    public override bool Makes(Companion companion, KernelSignature signature, int operations) => Shape.Groups == 1
        && (companion == Companion.RowMajor || (operations <= TapConvolution.LongEpilogue && Shape.Result[1] % 2 == 0 && Shape.Result[2] % 2 == 0));

    public override Kernel Create(KernelSignature signature, Formula formula) => ForwardConvolution.Create(signature, Shape, formula);
}
