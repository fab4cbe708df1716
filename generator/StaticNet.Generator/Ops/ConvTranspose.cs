using StaticNet.Generator.Emit;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[ConvTranspose1D]</c>, <c>[ConvTranspose2D]</c>, <c>[ConvTranspose3D]</c>: the transposed convolution as in <c>torch.nn.ConvTranspose2d</c>, weights
/// (I, O / groups, ...). It is the data gradient of the convolution that goes the other way.
/// </summary>
internal sealed class TransposedConvolutionLayer(SpatialAxes axes) : LayerRule
{
    public override string Kind => $"ConvTranspose{axes.Count}D";

    public override int? Build(LayerContext layer)
    {
        var channels = layer.Positive("channels");
        var arguments = WindowArguments.Read(layer, axes);
        var groups = layer.Positive("Groups", 1);
        var output = layer.AtLeast("OutputPadding", layer.Integer("OutputPadding", 0), 0);
        var start = layer.Initialization("Initializer");
        var bias = Bias.Read(layer);
        ConvolutionLayer.CheckGroups(layer, axes, channels, groups);
        axes.CheckRank(layer);
        if (arguments.IsSame)
            layer.OutOfRange("Padding", "Padding.Same", "a number", "0", ": what the same size means depends on the size that was convolved");
        if (!layer.IsSound || arguments.Kernel.Any(kernel => kernel is null))
            return null;
        var (graph, shape) = (layer.Graph, layer.InputShape!);
        var window = new WindowAxis[axes.Count];
        var lengths = new int[axes.Count];
        for (var axis = 0; axis < axes.Count; axis++)
        {
            var (kernel, stride, dilation) = (arguments.Kernel[axis]!.Value, arguments.Stride?[axis] ?? 1, arguments.Dilation[axis]!.Value);
            var (before, after) = (arguments.Before[axis]!.Value, arguments.After[axis]!.Value);
            if (output >= Math.Max(stride, dilation))
            {
                layer.OutOfRange("OutputPadding", Literals.Integer(output!.Value), $"below the stride {stride} or the dilation {dilation}", "0", ", or another small number");
                return null;
            }

            var length = ((shape[axis + 1] - 1L) * stride) - before - after + (dilation * (kernel - 1L)) + output!.Value + 1;
            if (length is < 1 or > SizeLimits.Elements)
            {
                layer.DoesNotFit(null, $"of {shape} it would make {length} in {axes.Names[axis]}", length < 1 ? "pad less, or take a larger kernel" : "take smaller strides");
                return null;
            }

            lengths[axis] = (int)length;
            window[axis] = new WindowAxis(kernel, stride, before, after, dilation);
        }

        var (inputs, outputs) = (shape[0], channels!.Value / groups!.Value);
        var weights = Shape.Of(new[] { inputs, outputs }.Concat(window.Select(axis => axis.Kernel)).ToArray());
        var taps = weights.LongLength / inputs / outputs;

        // PyTorch counts the fans of the tensor as it is, so its inputs are the channels that a convolution would make.
        if (layer.Parameter("weight", weights, start! with { FanIn = (int)(outputs * taps), FanOut = (int)(inputs / groups.Value * taps) }) is not { } weight
            || bias.Parameter(layer, channels.Value, (int)(outputs * taps)) is not { } offset)
        {
            return null;
        }

        // Taps in depth are more channels of an image, and a sequence is an image of a single row.
        var image = Window2D.Of(window);
        var depth = axes.Count == 3 ? window[0] : WindowAxis.Single;
        var flat = Shape.Of(inputs, outputs * depth.Kernel, image.Height.Kernel, image.Width.Kernel);
        if (flat != weights)
            weight = graph.Add(new Reshape(flat), weight);
        var result = Shape.Of(channels.Value * depth.Kernel, axes.Count == 1 ? 1 : lengths[axes.Count - 2], lengths[axes.Count - 1]);
        int Convolve(int value) => graph.Add(new TransposedConvolution(result, image, groups.Value), value, graph.Add(new TransposeConvolutionWeights(groups.Value), weight));
        return axes.Count == 3
            ? SpatialForm.OnVolumeTransposed(graph, layer.Input, depth, lengths[0], Convolve, value => Bias.Add(graph, value, offset))
            : SpatialForm.OnImage(graph, layer.Input, value => Bias.Add(graph, Convolve(value), offset));
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) => Bias.ParametersOf(layer);
}
