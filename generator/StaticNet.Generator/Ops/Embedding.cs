using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Index;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary><c>[Embedding(rows, width)]</c>: y[t] = W[x[t]], with W of shape (rows, width) as in <c>torch.nn.Embedding</c>.</summary>
internal sealed class EmbeddingLayer : LayerRule
{
    private const int NoPadding = -1;

    public override string Kind => "Embedding";

    public override bool Takes(ElementType element) => element == ElementType.Int32;

    public override int? Build(LayerContext layer)
    {
        var (rows, width) = (layer.Positive("rows"), layer.Positive("width"));
        var start = layer.Initialization("Initializer");
        var padding = layer.AtLeast("PaddingIndex", layer.Integer("PaddingIndex", NoPadding), NoPadding);
        if (padding >= rows)
            layer.OutOfRange("PaddingIndex", Literals.Integer(padding.Value), $"below the {rows} rows, or -1 for none", "0", ", or another row");
        if (!layer.IsSound)
            return null;

        // PyTorch draws tables from the normal distribution, whatever their size.
        if (start!.Initializer == Initializer.Default)
            start = start with { Initializer = Initializer.Normal };
        int? constantRow = padding == NoPadding ? null : padding;
        var weight = layer.Parameter("weight", Shape.Of(rows!.Value, width!.Value), start with { FanIn = rows.Value, FanOut = width.Value, ZeroRow = constantRow });
        if (weight is null)
            return null;
        layer.Bound(layer.Input, rows.Value);
        return layer.Graph.Add(new Embedding(constantRow), layer.Input, weight.Value);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) => new[] { "weight" };
}

/// <summary>
/// y[t, i] = W[x[t], i], with operands x, integers of any shape, and W (rows, width), of which <paramref name="ConstantRow"/> has no gradient.
/// </summary>
internal sealed record Embedding(int? ConstantRow) : Operation
{
    public override string Describe() => "Embedding" + (ConstantRow is { } row ? " but row " + row : "");

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(new Shape(inputs[0].Shape.Dimensions.Concat(new[] { inputs[1].Shape[1] }).ToEquatableArray()), inputs[0].Batched);

    /// <summary>Each row of W receives the gradients of the places that chose it.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        if (gradients.IsNeeded(node.Inputs[1]))
            gradients.Add(node.Inputs[1], builder.Add(new EmbeddingGradient(builder[node.Inputs[1]].Shape[0], ConstantRow), node.Inputs[0], outputGradient));
    }

    public override Kernel Lower(KernelSignature signature) => EmbeddingSchedule.Forward(signature);
}

/// <summary>
/// dW[r, i] = the sum of dy[t, i] over all t with x[t] = r, with operands x and dy, and 0 in <paramref name="ConstantRow"/>; added to a third
/// one where it <paramref name="Accumulates"/>.
/// </summary>
internal sealed record EmbeddingGradient(int Rows, int? ConstantRow, bool Accumulates = false) : Operation
{
    public override string Describe() =>
        "EmbeddingGradient " + Rows + (ConstantRow is { } row ? " but row " + row : "") + (Accumulates ? " added" : "");

    public override int AddsTo => Accumulates ? 2 : -1;

    /// <summary>A constant row is cleared when all others have their sums, so nothing may be in it that others added up.</summary>
    public override Operation? Accumulating => Accumulates || ConstantRow is not null ? null : this with { Accumulates = true };

    public override bool MayRunInPlace(KernelSignature signature) => Accumulates;

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        new(Shape.Of(Rows, inputs[1].Shape[inputs[1].Shape.Rank - 1]), Batched: false);

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) => inputs[1].Shape.Length;

    public override Kernel Lower(KernelSignature signature) => EmbeddingSchedule.Gradient(signature, Accumulates, ConstantRow);
}
