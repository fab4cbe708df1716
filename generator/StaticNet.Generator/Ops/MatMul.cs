using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;

namespace StaticNet.Generator.Ops;

/// <summary><c>[MatMul("a", "b")]</c>: the matrix product of two values, as <c>torch.matmul</c> of operands with at least two axes.</summary>
internal sealed class MatMulLayer : LayerRule
{
    public override string Kind => "MatMul";

    public override bool IsMerge => true;

    public override int? Build(LayerContext layer)
    {
        var transposeA = layer.Flag("TransposeA", false);
        var transposeB = layer.Flag("TransposeB", false);
        if (layer.Inputs.Count != 2)
            layer.Report("SN0013", "inputs", $"it multiplies two values, but {layer.Inputs.Count} are named", "name one to multiply the layer before with it, or two");
        for (var i = 0; i < layer.Inputs.Count; i++)
        {
            if (layer.ShapeOf(i) is { Rank: < 2 } wrong)
                layer.Report("SN0013", "inputs", $"it multiplies matrices, but an operand has shape {wrong}", "put [Reshape(1, -1)] before it for a row, or [Reshape(-1, 1)] for a column");
        }

        if (!layer.IsSound || transposeA is null || transposeB is null)
            return null;
        var left = transposeA.Value ? Permute.Transpose(layer.Graph, layer.Inputs[0]) : layer.Inputs[0];
        var right = transposeB.Value ? Permute.Transpose(layer.Graph, layer.Inputs[1]) : layer.Inputs[1];
        var (a, b) = (layer.Graph[left].Shape, layer.Graph[right].Shape);
        if (a.Last != b[b.Rank - 2])
        {
            layer.Report("SN0013", "inputs", $"it multiplies {a} with {b}, but rows of the first have {a.Last} elements and columns of the second {b[b.Rank - 2]}",
                "make these equal, or transpose one with TransposeA = true or TransposeB = true");
        }
        else if (!Broadcasting.Fit(new[] { a.Leading(2), b.Leading(2) }))
        {
            layer.Report("SN0013", "inputs", $"it multiplies {a} with {b}, whose axes before the last two do not broadcast", "make them equal, or 1");
        }

        return layer.IsSound ? layer.Graph.Add(new MatrixMultiplication(), left, right) : null;
    }
}

/// <summary>
/// y[..., m, n] = sum over k of a[..., m, k] b[..., k, n], for every sample. Axes before the last two broadcast, and so does the batch.
/// </summary>
internal sealed record MatrixMultiplication() : Contraction
{
    protected override string DescribeContraction() => "MatrixMultiplication";

    public override int ChannelAxis(Shape result) => result.Rank - 1;

    protected override TensorType InferContraction(TensorType left, TensorType right)
    {
        if (left.Shape.Last != right.Shape[right.Shape.Rank - 2])
            throw new InvalidOperationException($"no matrix product of {left} and {right}");
        var leading = Broadcasting.Common(new[] { left.Leading(2), right.Leading(2) });
        var matrix = new[] { left.Shape[left.Shape.Rank - 2], right.Shape.Last };
        return leading with { Shape = Shape.Of(leading.Shape.Dimensions.Concat(matrix).ToArray()) };
    }

    public override bool IsStepwise(IReadOnlyList<TensorType> inputs, TensorType result, Func<int, bool> hasSteps) => result.Shape.Rank > 2
        && Enumerable.Range(0, 2).All(i => hasSteps(i) ? inputs[i].Shape.Rank == result.Shape.Rank : inputs[i].Shape.Rank < result.Shape.Rank || inputs[i].Shape[0] == 1);

    /// <summary>da = dy b^T, db = a^T dy; an operand that was repeated adds up what all repetitions received.</summary>
    public override void Differentiate(Gradients gradients, Node node, int outputGradient)
    {
        var builder = gradients.Builder;
        outputGradient = gradients.Materialize(outputGradient, node.Type);
        var (left, right) = (node.Inputs[0], node.Inputs[1]);
        if (gradients.IsNeeded(left))
            gradients.Add(left, builder.SumTo(builder.Add(new MatrixMultiplication(), outputGradient, Permute.Transpose(builder, right)), builder[left].Type));
        if (gradients.IsNeeded(right))
            gradients.Add(right, builder.SumTo(builder.Add(new MatrixMultiplication(), Permute.Transpose(builder, left), outputGradient), builder[right].Type));
    }

    /// <summary>
    /// Lanes run over columns, so those of b are side by side. a is read element by element: rows side by side or, if nothing is done with the
    /// sums before they are stored, columns; so a transposed a is no copy.
    /// </summary>
    protected override Layout AssignContractionLayout(LayoutRequest request)
    {
        request.Require(0, Suitable(request.LayoutOf(0), request.ShapeOf(0), takesColumns: Epilogue is null));
        request.Require(1, Suitable(request.LayoutOf(1), request.ShapeOf(1), takesColumns: false));
        return Layout.RowMajor(request.Node.Shape);
    }

    private static Layout Suitable(Layout? layout, Shape shape, bool takesColumns)
    {
        if (layout is not { Border.IsEmpty: true } || !layout.Describes(shape))
            return Layout.RowMajor(shape);
        var own = layout.For(shape);
        var innermost = own.Order[own.Order.Count - 1];
        return innermost == shape.Rank - 1 || (takesColumns && innermost == shape.Rank - 2) ? own : Layout.RowMajor(shape);
    }

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs) =>
        (2L * node.Shape.Length * inputs[0].Shape.Last) + CountEpilogueFlops(node);

    public override Kernel Lower(KernelSignature signature) => MatrixBatch.Create(signature, EpilogueFormula);
}
