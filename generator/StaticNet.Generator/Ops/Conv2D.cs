using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Contraction.Winograd;
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
        return Build(layer, axes, channels, layer.Positive("Groups", 1));
    }

    /// <summary>The same where channels and groups are known otherwise.</summary>
    public static int? Build(LayerContext layer, SpatialAxes axes, int? channels, int? groups)
    {
        var arguments = WindowArguments.Read(layer, axes);
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
internal sealed record Convolution(int Channels, Window2D Window, int Groups) : Contraction
{
    protected override string DescribeContraction() => $"Convolution {Channels} {Window}" + (Groups == 1 ? "" : $" groups {Groups}");

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

    /// <summary>Tap by tap, with channels apart, or by Winograd's algorithm with transformed weights.</summary>
    public override IEnumerable<Candidate> Candidates(ScheduleRequest request)
    {
        var shape = new ConvolutionShape(Window, Groups, request.Result.Shape);
        var inputs = request.Inputs[0].Shape[0];
        var direct = new DirectConvolutionAlgorithm(shape);
        yield return new Candidate(direct, target => direct.Cycles(target, inputs)) { CopiesImage = Window.HasPadding };
        if (PlaneConvolution.Suits(Window, Groups))
            yield return new Candidate(new PlaneConvolutionAlgorithm(shape), target => PlaneConvolution.Estimate(target, Window, inputs, shape.Result)) { CopiesImage = true };
        if (request.IsStrict)
            yield break;
        foreach (var winograd in WinogradAlgorithm.For(shape, Window.Height.PadBefore, Window.Width.PadBefore))
            yield return WinogradWeights.Candidate(winograd, inputs, request.BatchCapacity);
    }

    protected override Layout AssignContractionLayout(LayoutRequest request) => ((ConvolutionAlgorithm)request.Node.Schedule.Algorithm!).AssignLayout(request);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * node.Shape.Length * (inputs[0].Shape[0] / Groups) * Window.Height.Kernel * Window.Width.Kernel) + CountEpilogueFlops(node);
}

/// <summary>
/// The convolution whose forward is the other's data gradient: dx[i, y, x] = sum over o, ky, kx of
/// W[o, i, ky, kx] dy[o, (y + py - ky dy) / sy, (x + px - kx dx) / sx] where the divisions are exact; operands dy and the
/// transposed weights.
/// </summary>
internal sealed record TransposedConvolution(Shape Result, Window2D Window, int Groups) : Contraction
{
    protected override string DescribeContraction() => $"TransposedConvolution {Window}" + (Groups == 1 ? "" : $" groups {Groups}");

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

    /// <summary>
    /// Collecting, scattering with weights in another order, or as a convolution of dy with flipped weights, padded by what its own windows
    /// reach beyond the edge, by Winograd's algorithm.
    /// </summary>
    public override IEnumerable<Candidate> Candidates(ScheduleRequest request)
    {
        var shape = new ConvolutionShape(Window, Groups, Result);
        var source = request.Inputs[0].Shape;
        var collecting = new CollectingConvolutionAlgorithm(shape);
        yield return new Candidate(collecting, target => collecting.Cycles(target, source[0]));
        if (ScatteredConvolution.Suits(Window, Groups))
        {
            // The model does not see all of what scattering costs: it wants to win 5 %.
            var isPointwise = Window is { Height.Kernel: 1, Width.Kernel: 1 };
            yield return new Candidate(new ScatteredConvolutionAlgorithm(shape), target =>
                isPointwise ? double.PositiveInfinity : ScatteredConvolution.Estimate(target, Window, source, Result) / 0.95)
            {
                Prepare = TransposeConvolutionWeights.ForScatteringOf,
            };
        }

        if (request.IsStrict)
            yield break;
        foreach (var winograd in WinogradAlgorithm.For(shape, 2 - Window.Height.PadBefore, 2 - Window.Width.PadBefore))
            yield return WinogradWeights.Candidate(winograd, source[0], request.BatchCapacity);
    }

    protected override Layout AssignContractionLayout(LayoutRequest request) => ((ConvolutionAlgorithm)request.Node.Schedule.Algorithm!).AssignLayout(request);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * inputs[0].Shape.Length * (Result[0] / Groups) * Window.Height.Kernel * Window.Width.Kernel) + CountEpilogueFlops(node);
}

/// <summary>
/// dW[o, i, ky, kx] = sum over the batch and y, x of dy[o, y, x] x[i, y sy + ky dy - py, x sx + kx dx - px], from operands x and dy;
/// added to a third one where it <paramref name="Accumulates"/>.
/// </summary>
internal sealed record ConvolutionWeightGradient(Window2D Window, int Groups, bool Accumulates = false) : Operation, IImageReader
{
    public override int AddsTo => Accumulates ? 2 : -1;

    public override Operation? Accumulating => Accumulates ? null : this with { Accumulates = true };

    public override bool MayRunInPlace(KernelSignature signature) => Accumulates;

    public bool ReadsPlanes => false;

    public bool TakesBorder(Shape image, out Border border) => ForwardConvolution.TakesBorder(image, Window, Groups, out border);

    public override string Describe() => $"ConvolutionWeightGradient {Window}" + (Groups == 1 ? "" : $" groups {Groups}") + (Accumulates ? " added" : "");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) => new(
        Shape.Of(inputs[1].Shape[0], inputs[0].Shape[0] / Groups, Window.Height.Kernel, Window.Width.Kernel), false);

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.RequireImage(0);
        request.Require(1, Layout.ChannelsLast(request.ShapeOf(1)));
        var layout = WeightColumns.ForConvolution(request.Node.Shape, Groups);
        if (Accumulates)
            request.Require(2, layout);
        return layout;
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        2L * node.Shape.Length / inputs[1].Shape[0] * inputs[1].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => WeightGradientConvolution.Create(signature, Window, Groups, Accumulates);
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

    /// <summary>Operands of a convolution that scatters, of those of one that collects.</summary>
    public static int[] ForScatteringOf(GraphBuilder builder, int[] operands)
    {
        var transposed = builder[operands[1]];
        builder.Origin = transposed.Origin;
        var weights = builder.Add((TransposeConvolutionWeights)transposed.Operation with { ForScattering = true }, transposed.Inputs.ToArray());
        return operands.Select((operand, i) => i == 1 ? weights : operand).ToArray();
    }

    public override TensorType InferType(IReadOnlyList<TensorType> inputs)
    {
        var weights = inputs[0].Shape;
        return new(Shape.Of(weights[1] * Groups, weights[0] / Groups, weights[2], weights[3]), false);
    }

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(0, WeightColumns.ForConvolution(request.ShapeOf(0), Groups));
        return ResultLayout(request.Node.Shape, Groups, ForScattering);
    }

    /// <summary>The layout of weights (I, O / groups, KH, KW): that of a forward convolution's, or [KH][O][KW][I] for scattering.</summary>
    public static Layout ResultLayout(Shape weights, int groups, bool forScattering) => forScattering
        ? ScatteredConvolution.WeightLayout(weights)
        : WeightColumns.ForConvolution(weights, groups);

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
