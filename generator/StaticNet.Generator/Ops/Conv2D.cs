using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[Conv1D]</c>, <c>[Conv2D]</c>, <c>[Conv3D]</c>: cross-correlation as in <c>torch.nn.Conv2d</c> and its like, weights (O, I / groups, ...).
/// </summary>
internal sealed class ConvolutionLayer(SpatialAxes axes) : LayerRule
{
    public override string Kind => $"Conv{axes.Count}D";

    public override int? Build(LayerContext layer)
    {
        var channels = layer.Positive("channels");
        var arguments = WindowArguments.Read(layer, axes);
        var groups = layer.Positive("Groups", 1);
        var start = layer.Initialization("Initializer");
        var bias = Bias.Read(layer);
        CheckGroups(layer, axes, channels, groups);
        var window = arguments.Place(layer, defaultStrideIsKernel: false, poolingPadding: false);
        if (window is null || !layer.IsSound)
            return null;

        // Sizes that no tensor has are refused before anything is multiplied with 31 bits.
        var (graph, inputs) = (layer.Graph, layer.InputShape![0] / groups!.Value);
        var weights = Shape.Of(new[] { channels!.Value, inputs }.Concat(window.Select(axis => axis.Kernel)).ToArray());
        var taps = weights.LongLength / channels.Value / inputs;
        if (layer.Parameter("weight", weights, start! with { FanIn = (int)(inputs * taps), FanOut = (int)(channels.Value / groups.Value * taps) }) is not { } weight)
            return null;
        if (bias.Parameter(layer, channels.Value, (int)(inputs * taps)) is not { } offset)
            return null;

        // Taps in depth are more channels of an image, and a sequence is an image of a single row.
        var image = Window2D.Of(window);
        var flat = Shape.Of(channels.Value, inputs * (axes.Count == 3 ? window[0].Kernel : 1), image.Height.Kernel, image.Width.Kernel);
        if (flat != weights)
            weight = graph.Add(new Reshape(flat), weight);
        int Convolve(int value) => Bias.Add(graph, graph.Add(new Convolution(channels.Value, image, groups.Value), value, weight), offset);
        return axes.Count == 3 ? SpatialForm.OnVolume(graph, layer.Input, window[0], Convolve) : SpatialForm.OnImage(graph, layer.Input, Convolve);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) => Bias.ParametersOf(layer);

    /// <summary>Reports groups that do not divide the channels.</summary>
    public static void CheckGroups(LayerContext layer, SpatialAxes axes, int? channels, int? groups)
    {
        if (groups is null)
            return;
        var inputs = layer.InputShape is { } shape && shape.Rank == axes.Count + 1 ? shape[0] : (int?)null;
        var wrong = inputs % groups is > 0 ? $"the {inputs} input channels"
            : channels % groups is > 0 ? $"the {channels} output channels"
            : null;
        if (wrong is null)
            return;
        var divisor = CommonDivisor(CommonDivisor(inputs ?? channels!.Value, channels ?? inputs!.Value), groups.Value);
        var others = inputs is not null && channels is not null ? $"another common divisor of {inputs} and {channels}" : "another divisor";
        layer.Report("SN0015", "Groups", $"{groups} groups do not divide {wrong}", $"write {Mend.Place}, or {others}",
            new Mend("Groups", Literals.Integer(divisor)));
    }

    private static int CommonDivisor(int left, int right) => right == 0 ? left : CommonDivisor(right, left % right);
}

/// <summary>
/// y[o, y, x] = sum over i, ky, kx of W[o, i, ky, kx] x[i, y sy + ky dy - py, x sx + kx dx - px], with operands x and W.
/// </summary>
internal sealed record Convolution(int Channels, Window2D Window, int Groups) : Contraction, IImageReader
{
    /// <summary>Whether lanes run over pixels, of values whose channels lie apart, rather than over output channels.</summary>
    public bool InPlanes { get; init; }

    public bool ReadsPlanes => InPlanes;

    /// <summary>Convolutions of a single pixel are products of matrices, which have no border.</summary>
    public bool TakesBorder(Shape image, out Border border)
    {
        border = ForwardConvolution.BorderFor(image, Window);
        return Groups == 1 && Window is not { Height.Kernel: 1, Width.Kernel: 1 };
    }

    protected override string DescribeContraction() =>
        $"Convolution {Channels} {Window}" + (Groups == 1 ? "" : $" groups {Groups}") + (InPlanes ? " in planes" : "");

    protected override TensorType InferContraction(TensorType input, TensorType weight) => input with
    {
        Shape = Shape.Of(Channels, Window.Height.OutputLength(input.Shape[1]), Window.Width.OutputLength(input.Shape[2])),
    };

    /// <summary>
    /// dx is the transposed convolution of dy with the same weights; dW correlates x with dy. (Dumoulin and Visin, "A guide to
    /// convolution arithmetic for deep learning", section 4.)
    /// </summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        var (input, weight) = (node.Inputs[0], node.Inputs[1]);
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        if (gradients.IsNeeded(weight))
            gradients.Add(weight, builder.Add(new ConvolutionWeightGradient(Window, Groups), input, outputGradient));
        if (gradients.IsNeeded(input))
        {
            var transposed = builder.Add(new TransposeConvolutionWeights(Groups), weight);
            gradients.Add(input, builder.Add(new TransposedConvolution(builder[input].Shape, Window, Groups), outputGradient, transposed));
        }
    }

    /// <summary>
    /// With lanes over output channels the result lies channels last; weights lie as [KH][KW][I][O] or in panels of sixteen of O
    /// either way.
    /// </summary>
    protected override Layout AssignContractionLayout(LayoutRequest request)
    {
        request.Require(1, WeightLayout(request.ShapeOf(1), Groups));
        if (InPlanes)
        {
            request.RequirePlanes(0);
            return Layout.RowMajor(request.Node.Shape);
        }

        request.RequireImage(0);
        return Layout.ChannelsLast(request.Node.Shape);
    }

    /// <summary>
    /// The layout of weights (O, I / groups, KH, KW): [KH][KW][I][O], in panels of sixteen output channels where they divide. Groups
    /// keep their channels side by side.
    /// </summary>
    public static Layout WeightLayout(Shape weights, int groups)
    {
        var sideBySide = new Layout(weights, EquatableArray<int>.Of(2, 3, 1, 0));
        return groups == 1 && WeightColumns.Suits(weights[0]) ? WeightColumns.Split(sideBySide) : sideBySide;
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * node.Shape.Length * inputs[1].Shape.Length / Channels) + CountEpilogueFlops(node);

    public override Kernel Lower(KernelSignature signature) => ForwardConvolution.Create(signature, this, EpilogueFormula);
}

/// <summary>
/// The convolution whose forward is the other's data gradient: dx[i, y, x] = sum over o, ky, kx of
/// W[o, i, ky, kx] dy[o, (y + py - ky dy) / sy, (x + px - kx dx) / sx] where the divisions are exact; operands dy and the
/// transposed weights.
/// </summary>
internal sealed record TransposedConvolution(Shape Result, Window2D Window, int Groups) : Contraction
{
    /// <summary>Whether each pixel of dy adds to those around it, rather than each pixel of dx collecting from those of dy.</summary>
    public bool IsScattered { get; init; }

    protected override string DescribeContraction() =>
        $"TransposedConvolution {Window}" + (Groups == 1 ? "" : $" groups {Groups}") + (IsScattered ? " scattered" : "");

    protected override TensorType InferContraction(TensorType input, TensorType weight) => input with { Shape = Result };

    /// <summary>
    /// The convolution of which it is the transposed one, and its weight gradient with the roles of the images exchanged. What the weights
    /// receive goes to them as they were before they were transposed.
    /// </summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        var (input, weight) = (node.Inputs[0], builder[node.Inputs[1]].Inputs[0]);
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        if (gradients.IsNeeded(weight))
            gradients.Add(weight, builder.Add(new ConvolutionWeightGradient(Window, Groups), outputGradient, input));
        if (gradients.IsNeeded(input))
            gradients.Add(input, builder.Add(new Convolution(builder[input].Shape[0], Window, Groups), outputGradient, weight));
    }

    protected override Layout AssignContractionLayout(LayoutRequest request)
    {
        request.Require(0, Layout.ChannelsLast(request.ShapeOf(0)));
        request.Require(1, TransposeConvolutionWeights.ResultLayout(request.ShapeOf(1), Groups, IsScattered));
        return Layout.ChannelsLast(Result);
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * inputs[0].Shape.Length * inputs[1].Shape.Length / inputs[0].Shape[0]) + CountEpilogueFlops(node);

    public override Kernel Lower(KernelSignature signature) => IsScattered
        ? ScatteredConvolution.Create(signature, this, EpilogueFormula)
        : DataGradientConvolution.Create(signature, this, EpilogueFormula);
}

/// <summary>dW[o, i, ky, kx] = sum over the batch and y, x of dy[o, y, x] x[i, y sy + ky dy - py, x sx + kx dx - px].</summary>
internal sealed record ConvolutionWeightGradient(Window2D Window, int Groups) : Operation, IImageReader
{
    public bool ReadsPlanes => false;

    public bool TakesBorder(Shape image, out Border border)
    {
        border = ForwardConvolution.BorderFor(image, Window);
        return Groups == 1 && Window is not { Height.Kernel: 1, Width.Kernel: 1 };
    }

    public override string Describe() => $"ConvolutionWeightGradient {Window}" + (Groups == 1 ? "" : $" groups {Groups}");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => new(
        Shape.Of(inputs[1].Shape[0], inputs[0].Shape[0] / Groups, Window.Height.Kernel, Window.Width.Kernel), false);

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.RequireImage(0);
        request.Require(1, Layout.ChannelsLast(request.ShapeOf(1)));
        return Convolution.WeightLayout(request.Node.Shape, Groups);
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        2L * node.Shape.Length / inputs[1].Shape[0] * inputs[1].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => WeightGradientConvolution.Create(signature, this);
}

/// <summary>
/// Weights (O, I / groups, KH, KW) for the transposed convolution: (I, O / groups, KH, KW), flipped in both directions, so that
/// the data gradient of stride 1 reads its weights in the order of a forward convolution.
/// </summary>
internal sealed record TransposeConvolutionWeights(int Groups) : Operation
{
    /// <summary>Whether the taps of a row lie beside the channels, for a convolution that scatters.</summary>
    public bool ForScattering { get; init; }

    public override string Describe() =>
        "TransposeConvolutionWeights" + (Groups == 1 ? "" : $" groups {Groups}") + (ForScattering ? " for scattering" : "");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs)
    {
        var weights = inputs[0].Shape;
        return new(Shape.Of(weights[1] * Groups, weights[0] / Groups, weights[2], weights[3]), false);
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, Convolution.WeightLayout(request.ShapeOf(0), Groups));
        return ResultLayout(request.Node.Shape, Groups, ForScattering);
    }

    /// <summary>The layout of weights (I, O / groups, KH, KW): that of a forward convolution's, or [KH][O][KW][I] for scattering.</summary>
    public static Layout ResultLayout(Shape weights, int groups, bool forScattering) => forScattering
        ? new Layout(weights, EquatableArray<int>.Of(2, 1, 3, 0))
        : Convolution.WeightLayout(weights, groups);

    public override Kernel Lower(KernelSignature signature)
    {
        // From [KH][KW][I][g O] to [KH flipped][KW flipped][O][g I], group by group; or either in panels of sixteen columns; or
        // to [KH flipped][O][KW flipped][I].
        var source = signature.Inputs[0].Shape;
        var (outputs, inputs, height, width) = (source[0] / Groups, source[1], source[2], source[3]);
        var from = WeightColumns.Of(signature.Inputs[0].Layout, height * width * inputs, source[0]);
        var to = WeightColumns.Of(signature.Result.Layout, height * width * outputs, inputs);
        var tap = inputs * from.RowStride;
        var axes = new List<(int Size, int Stride)>();
        if (to.InPanels)
            axes.Add((inputs / WeightColumns.PanelWidth, WeightColumns.PanelWidth * from.RowStride));
        axes.Add((height, -width * tap));
        if (!ForScattering)
            axes.Add((width, -tap));
        if (from.InPanels)
            axes.Add((outputs / WeightColumns.PanelWidth, from.Offset(WeightColumns.PanelWidth)));
        axes.Add((from.InPanels ? WeightColumns.PanelWidth : outputs, 1));
        if (ForScattering)
            axes.Add((width, -tap));
        axes.Add((Groups, outputs));
        axes.Add((to.InPanels ? WeightColumns.PanelWidth : inputs, from.RowStride));
        return Kernels.Move.Permutation.Create(signature, "TransposeWeights", axes,
            summary: "Weights for the data gradient: input and output channels exchanged, taps in reverse.",
            sourceStart: ((height * width) - 1) * tap);
    }
}
