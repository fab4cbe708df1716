using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// A transposed convolution in which each pixel of dy adds to those around it (<see cref="ScatteredConvolution"/>); weights lie as
/// [KH][O][KW][I].
/// </summary>
internal sealed record ScatteredConvolutionAlgorithm(ConvolutionShape Shape) : ConvolutionAlgorithm(Shape)
{
    public override string Describe() => "scattered";

    public override bool? Choice(ScheduleChoices choices) => choices.ScattersGradients;

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, Layout.ChannelsLast(request.ShapeOf(0)));
        request.Require(1, ScatteredConvolution.WeightLayout(request.ShapeOf(1)));
        return Layout.ChannelsLast(Shape.Result);
    }

    public override Kernel Create(KernelSignature signature, Formula formula) => ScatteredConvolution.Create(signature, Shape, formula);
}
