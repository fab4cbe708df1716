using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Dense(outputs)]</c>: y = W x + b, with W of shape (outputs, inputs) as in <c>torch.nn.Linear</c>.</summary>
internal sealed class DenseLayer : LayerRule
{
    public override string Kind => "Dense";

    public override int Build(LayerContext layer)
    {
        var outputs = layer.Positive("outputs", 0);
        var shape = layer.InputShape;
        if (shape.Rank != 1)
        {
            throw layer.DoesNotFit(null, $"it takes a vector, but its input has shape {shape}",
                "put [Flatten] before it");
        }

        var inputs = shape[0];
        var weight = layer.Parameter("weight", Shape.Of(outputs, inputs),
            layer.Initialization("Initializer", inputs, outputs));
        var result = layer.Graph.Add(new Dense(outputs), layer.Input, weight);
        return Bias.AddTo(layer, result, outputs, inputs);
    }
}

/// <summary>y[o] = sum over i of W[o, i] x[i], with operands x (I) and W (O, I). The bias is a formula that fuses into it.</summary>
internal sealed record Dense(int Outputs) : Contraction
{
    protected override string DescribeContraction() => "Dense " + Outputs;

    protected override TensorType InferContraction(TensorType input, TensorType weight) =>
        weight.Shape == Shape.Of(Outputs, input.Shape[0])
            ? new TensorType(Shape.Of(Outputs), true)
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
            gradients.Add(input, builder.Add(new Dense(builder[input].Shape[0]), outputGradient, transposed));
        }
    }

    /// <summary>
    /// Weights lie as [inputs][outputs], so that one input is broadcast over a vector of outputs; the inputs follow whatever
    /// order the input value has in memory. Transposed weights bring their own order of outputs along.
    /// </summary>
    protected override Layout AssignContractionLayout(LayoutRequest request)
    {
        var input = request.LayoutOf(0) ?? Layout.RowMajor(request.ShapeOf(0));
        if (request.Source(1).Operation is TransposeDenseWeights)
        {
            // Transposed weights [outputs of the layer][its inputs]: the first are our input, the others our result.
            var transposed = request.LayoutOf(1)!;
            request.Require(0, Layout.RowMajor(request.ShapeOf(0)));
            return TransposeDenseWeights.ResultLayout(transposed);
        }

        request.Require(0, input);
        request.Require(1, WeightLayout(Outputs, input));
        return Layout.RowMajor(request.Node.Shape);
    }

    /// <summary>The layout of weights (O, I) for an input that lies as <paramref name="input"/>: [I in its order][O].</summary>
    public static Layout WeightLayout(int outputs, Layout input) => new(
        Shape.Of(new[] { outputs }.Concat(input.Grid.Dimensions).ToArray()),
        input.Order.Select(axis => axis + 1).Concat(new[] { 0 }).ToEquatableArray());

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * inputs[0].Shape.Length * Outputs) + CountEpilogueFlops(node);

    public override Kernel Lower(KernelSignature signature) => MatrixProduct.Create(
        signature, EpilogueFormula, rowsPerSample: 1, depth: signature.Inputs[0].Length, columns: Outputs);
}

/// <summary>dW[o, i] = sum over the batch of dy[o] x[i], from operands x and dy.</summary>
internal sealed record DenseWeightGradient : Operation
{
    public override string Describe() => "DenseWeightGradient";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(Shape.Of(inputs[1].Shape[0], inputs[0].Shape[0]), false);

    public override Layout AssignLayout(LayoutRequest request)
    {
        request.Require(1, Layout.RowMajor(request.ShapeOf(1)));
        return Dense.WeightLayout(request.ShapeOf(1)[0], request.LayoutOf(0) ?? Layout.RowMajor(request.ShapeOf(0)));
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => 2L * node.Shape.Length;

    public override Kernel Lower(KernelSignature signature) => OuterProductSum.Create(
        signature, rowsPerSample: 1, depth: signature.Inputs[0].Length, columns: signature.Inputs[1].Length);
}

/// <summary>Weights (O, I) as (I, O) for the data gradient: in memory [O][I] from [I][O].</summary>
internal sealed record TransposeDenseWeights : Operation
{
    public override string Describe() => "TransposeDenseWeights";

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(Shape.Of(inputs[0].Shape[1], inputs[0].Shape[0]), false);

    /// <summary>Grid axes of the weights are (O, I...), of the result (I..., O); in memory it is [O][I in its order].</summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        var weights = request.LayoutOf(0) is { } given && given.Order[given.Order.Count - 1] == 0
            ? given
            : Dense.WeightLayout(request.ShapeOf(0)[0], Layout.RowMajor(Shape.Of(request.ShapeOf(0)[1])));
        request.Require(0, weights);
        var inputGrid = weights.Grid.Dimensions.Skip(1).ToArray();
        var inputOrder = weights.Order.Where(axis => axis != 0).Select(axis => axis - 1);
        return new Layout(
            Shape.Of(inputGrid.Concat(new[] { weights.Grid[0] }).ToArray()),
            new[] { inputGrid.Length }.Concat(inputOrder).ToEquatableArray());
    }

    /// <summary>The layout of what a dense layer makes with these weights: the inputs' order of the original layer.</summary>
    public static Layout ResultLayout(Layout transposed) => new(
        Shape.Of(transposed.Grid.Dimensions.Take(transposed.Grid.Rank - 1).ToArray()),
        transposed.Order.Skip(1).ToEquatableArray());

    public override Kernel Lower(KernelSignature signature)
    {
        // [I][O] to [O][I].
        var outputs = signature.Result.Shape[1];
        return Kernels.Move.Permutation.Create(signature, "TransposeWeights", sizes: new[] { outputs, signature.Result.Shape[0] },
            sourceStrides: new[] { 1, outputs },
            summary: "W^T for the data gradient: [inputs][outputs] becomes [outputs][inputs].");
    }
}
