using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[DepthwiseConv2D(kernel)]</c>: a convolution in as many groups as there are channels, weights (C * multiplier, 1, ...).</summary>
internal sealed class DepthwiseConvolutionLayer : LayerRule
{
    public override string Kind => "DepthwiseConv2D";

    public override int? Build(LayerContext layer)
    {
        var multiplier = layer.Positive("Multiplier", 1);

        // What follows reports another rank; no channel count is known then.
        var inputs = layer.InputShape is { Rank: 3 } shape ? shape[0] : (int?)null;
        var channels = (long?)multiplier * inputs;
        if (channels > SizeLimits.Elements)
        {
            layer.OutOfRange("Multiplier", Literals.Integer(multiplier!.Value), $"small enough for {inputs} channels to make at most {SizeLimits.Elements}", "1", ", or another small number");
            return null;
        }

        return ConvolutionLayer.Build(layer, SpatialAxes.Image, (int?)channels, inputs);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) => Bias.ParametersOf(layer);
}
