using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[Dense(outputs)]</c>: y = W x + b along the last axis, with W of shape (outputs, inputs) as in <c>torch.nn.Linear</c>.
/// </summary>
internal sealed class DenseLayer : LayerRule
{
    public override string Kind => "Dense";

    public override int? Build(LayerContext layer)
    {
        var outputs = layer.Positive("outputs");
        var start = layer.Initialization("Initializer");
        var bias = Bias.Read(layer);
        if (layer.InputShape is { Rank: 0 })
            layer.DoesNotFit(null, "it takes vectors, but its input is a scalar", "put [Reshape(1)] before it");
        if (!layer.IsSound)
            return null;

        var inputs = layer.InputShape![layer.InputShape.Rank - 1];
        var weight = layer.Parameter("weight", Shape.Of(outputs!.Value, inputs), start! with { FanIn = inputs, FanOut = outputs.Value });
        return weight is null || bias.Parameter(layer, outputs.Value, inputs) is not { } offset
            ? null
            : Bias.AddOnLastAxis(layer.Graph, layer.Graph.Add(new Dense(outputs.Value), layer.Input, weight.Value), offset);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) => Bias.ParametersOf(layer);
}

/// <summary>
/// y[..., o] = sum over i of W[o, i] x[..., i], with operands x (..., I) and W (O, I): all axes but the last are rows, like the batch.
/// The bias is a formula that fuses into it.
/// </summary>
internal sealed record Dense(int Outputs) : Contraction
{
    protected override string DescribeContraction() => "Dense " + Outputs;

    public override int ChannelAxis(Shape result) => result.Rank - 1;

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => result.Shape.Rank > 1 && hasSteps(0) && !hasSteps(1);

    protected override TensorType InferContraction(TensorType input, TensorType weight) =>
        weight.Shape == Shape.Of(Outputs, input.Shape.Last)
            ? input with { Shape = input.Shape.WithLast(Outputs) }
            : throw new InvalidOperationException($"Dense {Outputs} of {input} has weights {weight}");

    /// <summary>dx = W^T dy, a dense layer with transposed weights; dW = dy x^T.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        var (input, weight) = (node.Inputs[0], node.Inputs[1]);
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        if (gradients.IsNeeded(weight))
            gradients.Add(weight, builder.Add(new DenseWeightGradient(), input, outputGradient));
        if (gradients.IsNeeded(input))
        {
            var transposed = builder.Add(new TransposeDenseWeights(), weight);
            gradients.Add(input, builder.Add(new Dense(builder[input].Shape.Last), outputGradient, transposed));
        }
    }

    /// <summary>
    /// Weights lie as [inputs][outputs], so that one input is broadcast over a vector of outputs; the inputs follow whatever
    /// order the input value has in memory. Transposed weights bring their own order of outputs along. Where there are several rows a
    /// sample, they are row-major.
    /// </summary>
    protected override Layout AssignContractionLayout(LayoutRequest request)
    {
        if (request.Node.Shape.Rank > 1)
        {
            var columns = Shape.Of(request.ShapeOf(0).Last);
            request.Require(0, Layout.RowMajor(request.ShapeOf(0)));
            request.Require(1, request.Source(1).Operation is TransposeDenseWeights
                ? TransposeDenseWeights.LayoutOf(WeightColumns.ForDense(columns.Length, Layout.RowMajor(Shape.Of(Outputs))), columns.Length)
                : WeightColumns.ForDense(Outputs, Layout.RowMajor(columns)));
            return Layout.RowMajor(request.Node.Shape);
        }

        var input = request.LayoutOf(0) ?? Layout.RowMajor(request.ShapeOf(0));
        if (request.Source(1).Operation is TransposeDenseWeights)
        {
            // Transposed weights [outputs of the layer][its inputs]: the first are our input, the others our result.
            var transposed = request.LayoutOf(1)!;
            request.Require(0, Layout.RowMajor(request.ShapeOf(0)));
            return TransposeDenseWeights.ResultLayout(transposed);
        }

        request.Require(0, input);
        request.Require(1, WeightColumns.ForDense(Outputs, input));
        return Layout.RowMajor(request.Node.Shape) with { InBlocks = request.Node.Schedule.Algorithm is BatchProductAlgorithm { ResultInBlocks: true } };
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * inputs[0].Shape.Length * Outputs) + CountEpilogueFlops(node);

    /// <summary>
    /// Lanes over columns or, of vectors of samples in blocks, over the batch. For a full batch, since blocks are only for whole ones.
    /// </summary>
    public override IEnumerable<Candidate> Candidates(ScheduleRequest request)
    {
        var depth = request.Inputs[0].Shape.Last;
        var weights = new WeightColumns(Outputs, depth, WeightColumns.Suits(Outputs));
        yield return new Candidate(new MatrixProductAlgorithm(request.Result.Shape.Length / Outputs, depth, Outputs), target =>
            MatrixTiling.Choose(target, weights, request.BatchCapacity).Cycles / request.BatchCapacity);
        if (request.Result.Shape.Rank != 1)
            yield break;
        var blocks = Layout.RoundToBlocks(request.BatchCapacity) / Layout.BlockSamples;
        yield return new Candidate(new BatchProductAlgorithm(depth, Outputs, ResultInBlocks: false), target =>
            blocks * BatchTiling.Choose(target, weights, blocks).Cycles / request.BatchCapacity);
    }
}

/// <summary>
/// dW[o, i] = sum over the batch, and all axes but the last, of dy[o] x[i], from operands x and dy; added to a third one where it
/// <paramref name="Accumulates"/>.
/// </summary>
internal sealed record DenseWeightGradient(bool Accumulates = false) : Operation
{
    public override string Describe() => "DenseWeightGradient" + (Accumulates ? " added" : "");

    public override int AddsTo => Accumulates ? 2 : -1;

    public override Operation? Accumulating => Accumulates ? null : this with { Accumulates = true };

    public override bool MayRunInPlace(KernelSignature signature) => Accumulates;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(Shape.Of(inputs[1].Shape.Last, inputs[0].Shape.Last), false);

    public override Layout AssignLayout(LayoutRequest request)
    {
        var (input, outputs) = (request.ShapeOf(0), request.ShapeOf(1).Last);
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        if (input.Rank > 1)
            request.Require(0, Layout.RowMajor(input));
        var layout = WeightColumns.ForDense(outputs, input.Rank == 1 ? request.LayoutOf(0) ?? Layout.RowMajor(input) : Layout.RowMajor(Shape.Of(input.Last)));
        if (Accumulates)
            request.Require(2, layout);
        return layout;
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => 2L * inputs[0].Shape.Length * inputs[1].Shape.Last;

    public override Kernel Lower(KernelSignature signature) => OuterProductSum.Create(
        signature, rowsPerSample: signature.Inputs[1].Length / signature.Inputs[1].Shape.Last,
        depth: signature.Inputs[0].Shape.Last, columns: signature.Inputs[1].Shape.Last, Accumulates);
}

/// <summary>Weights (O, I) as (I, O) for the data gradient: in memory [O][I] from [I][O].</summary>
internal sealed record TransposeDenseWeights : Operation
{
    public override string Describe() => "TransposeDenseWeights";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(Shape.Of(inputs[0].Shape[1], inputs[0].Shape[0]), false);

    /// <summary>
    /// Grid axes of the weights are (O, I...), of the result (I..., O); in memory it is [O][I in its order], or in panels of
    /// sixteen of I. Weights that nobody has laid out yet lie as for a row-major input.
    /// </summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        var outputs = request.ShapeOf(0)[0];
        var weights = request.LayoutOf(0) is { } given && IsWeightLayout(given, outputs)
            ? given
            : WeightColumns.ForDense(outputs, Layout.RowMajor(Shape.Of(request.ShapeOf(0)[1])));
        request.Require(0, weights);
        return LayoutOf(weights, outputs);
    }

    /// <summary>The layout of the transposed weights of so many outputs.</summary>
    public static Layout LayoutOf(Layout weights, int outputs)
    {
        var input = InputLayout(weights, outputs);
        var grid = input.Grid.Dimensions.Concat(new[] { outputs }).ToList();
        var order = input.Order.ToList();
        var innermost = order[order.Count - 1];
        if (!WeightColumns.Suits(input.Grid.Length) || grid[innermost] % WeightColumns.PanelWidth != 0)
            return new Layout(Shape.Of(grid.ToArray()), new[] { input.Grid.Rank }.Concat(order).ToEquatableArray());

        // [I in its order, by sixteen][O][sixteen of I].
        grid[innermost] /= WeightColumns.PanelWidth;
        grid.Insert(innermost + 1, WeightColumns.PanelWidth);
        var panels = order.Select(axis => axis > innermost ? axis + 1 : axis);
        return new Layout(Shape.Of(grid.ToArray()), panels.Concat(new[] { grid.Count - 1, innermost + 1 }).ToEquatableArray());
    }

    /// <summary>The layout of what a dense layer makes with these weights: the inputs' order of the original layer.</summary>
    public static Layout ResultLayout(Layout transposed)
    {
        var depth = transposed.Grid.Rank - 1;
        var grid = transposed.Grid.Dimensions.Take(depth).ToList();
        var order = transposed.Order.Where(axis => axis != depth).ToList();
        if (transposed.Order[0] != depth)
        {
            // Panels: the sixteen inputs of a panel and the panels are one axis again.
            var part = order[order.Count - 1];
            grid[part - 1] *= grid[part];
            grid.RemoveAt(part);
            order.RemoveAt(order.Count - 1);
            order = order.Select(axis => axis > part ? axis - 1 : axis).ToList();
        }

        return new Layout(Shape.Of(grid.ToArray()), order.ToEquatableArray());
    }

    /// <summary>Whether the weights' outputs are the innermost axis, or panels of them the outermost and the innermost.</summary>
    private static bool IsWeightLayout(Layout weights, int outputs) => weights.Grid[0] == outputs
        ? weights.Order[weights.Order.Count - 1] == 0
        : weights.Grid[0] * WeightColumns.PanelWidth == outputs && weights.Order[0] == 0 && weights.Order[weights.Order.Count - 1] == 1;

    /// <summary>The layout of the input that the weights were laid out for.</summary>
    private static Layout InputLayout(Layout weights, int outputs)
    {
        var outputAxes = weights.Grid[0] == outputs ? 1 : 2;
        return new Layout(
            Shape.Of(weights.Grid.Dimensions.Skip(outputAxes).ToArray()),
            weights.Order.Where(axis => axis >= outputAxes).Select(axis => axis - outputAxes).ToEquatableArray());
    }

    public override Kernel Lower(KernelSignature signature)
    {
        // [I][O] to [O][I], either in panels of sixteen columns.
        var (outputs, inputs) = (signature.Result.Shape[1], signature.Result.Shape[0]);
        var from = WeightColumns.Of(signature.Inputs[0].Layout, inputs, outputs);
        var to = WeightColumns.Of(signature.Result.Layout, outputs, inputs);
        var axes = new List<(int Size, int Stride)>();
        if (to.InPanels)
            axes.Add((inputs / WeightColumns.PanelWidth, WeightColumns.PanelWidth * from.RowStride));
        if (from.InPanels)
            axes.Add((outputs / WeightColumns.PanelWidth, from.Offset(WeightColumns.PanelWidth)));
        axes.Add((from.InPanels ? WeightColumns.PanelWidth : outputs, 1));
        axes.Add((to.InPanels ? WeightColumns.PanelWidth : inputs, from.RowStride));
        return Kernels.Move.Permutation.Create(signature, "TransposeWeights", axes,
            summary: $"W^T for the data gradient: {from.Text} become {to.Text}.");
    }
}
