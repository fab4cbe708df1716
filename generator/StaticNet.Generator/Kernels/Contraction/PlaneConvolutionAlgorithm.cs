using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>A convolution with channels apart, lanes over pixels (<see cref="PlaneConvolution"/>).</summary>
internal sealed record PlaneConvolutionAlgorithm(ConvolutionShape Shape) : ConvolutionAlgorithm(Shape), IImageReader
{
    public override string Describe() => "in planes";

    public override bool MakesPlanes => true;

    public bool ReadsPlanes => true;

    public bool TakesBorder(Shape image, out Border border) => ForwardConvolution.TakesBorder(image, Shape.Window, Shape.Groups, out border);

    public override bool? Choice(ScheduleChoices choices) => choices.InPlanes;

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(1, WeightColumns.ForConvolution(request.ShapeOf(1), Shape.Groups));
        request.RequirePlanes(0);
        return Layout.RowMajor(Shape.Result);
    }

    public override bool Makes(Companion companion, KernelSignature signature, int operations) => companion == Companion.RowMajor;

    public override bool TakesIn(KernelSignature signature) => PlaneEntry.Suits(signature.Inputs[0], Shape.Window, Shape.Result);

    public override Kernel Create(KernelSignature signature, Formula formula) => PlaneConvolution.Create(signature, Shape, formula);
}
