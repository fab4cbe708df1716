using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>A transposed convolution whose pixels collect from those of dy that they meet (<see cref="DataGradientConvolution"/>).</summary>
internal sealed record CollectingConvolutionAlgorithm(ConvolutionShape Shape) : ConvolutionAlgorithm(Shape)
{
    public override string Describe() => "";

    /// <summary>What the model expects of it.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="inputs">Channels of dy.</param>
    public double Cycles(SimdTarget target, int inputs) => TapTiling.EstimateChannels(
        target, Shape.WeightsFor(inputs), Shape.Result[1], Shape.Result[2], Shape.Window.Height.Kernel, Shape.Window.Width.Kernel * inputs);

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, Layout.ChannelsLast(request.ShapeOf(0)));
        request.Require(1, WeightColumns.ForConvolution(request.ShapeOf(1), Shape.Groups));
        return Layout.ChannelsLast(Shape.Result);
    }

    public override Algorithm For(KernelSignature signature) => Shape.IsPointwise(signature.Inputs[0]) ? Shape.AsProduct(signature.Inputs[0].Shape[0])
        : RemainderConvolution.Suits(Shape.Window) ? new RemainderConvolutionAlgorithm(Shape)
        : this;

    public override Kernel Create(KernelSignature signature, Formula formula) => DataGradientConvolution.Create(signature, Shape, formula);
}

/// <summary>The same with loops over the remainders modulo a stride (<see cref="RemainderConvolution"/>).</summary>
internal sealed record RemainderConvolutionAlgorithm(ConvolutionShape Shape) : ConvolutionAlgorithm(Shape)
{
    public override string Describe() => "by remainders";

    public override Layout AssignLayout(LayoutRequest request) => new CollectingConvolutionAlgorithm(Shape).AssignLayout(request);

    public override Kernel Create(KernelSignature signature, Formula formula) => RemainderConvolution.Create(signature, Shape, formula);
}
