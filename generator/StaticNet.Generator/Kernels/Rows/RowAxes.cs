using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Rows;

/// <summary>An axis of the loops: the batch where it has no size.</summary>
/// <param name="Size">Its length; null is the batch's.</param>
/// <param name="Strides">How far each operand moves along it; 0 where it is repeated.</param>
/// <param name="ResultStride">How far the elements' places move along it.</param>
/// <param name="IsReduced">Whether it belongs to a row.</param>
internal sealed record RowAxis(IndexExpression? Size, EquatableArray<int> Strides, int ResultStride, bool IsReduced);

/// <summary>The axes of rows in memory order, outermost first, adjacent ones merged.</summary>
internal static class RowAxes
{
    /// <summary>Whether rows lie together: their axes are one in memory, for all operands alike.</summary>
    public static bool Suits(IReadOnlyList<TensorType> operands, TensorType rows, EquatableArray<int> axes, Layout layout) =>
        layout.Describes(rows.Shape) && Of(operands, rows, axes, layout).Count(axis => axis.IsReduced) == 1;

    /// <summary>The layout of an operand that broadcasts to rows of layout <paramref name="wide"/>.</summary>
    public static Layout LayoutOf(Shape shape, Layout wide)
    {
        if (shape.Rank == wide.Grid.Rank)
            return new Layout(shape, wide.Order);
        var missing = wide.Grid.Rank - shape.Rank;
        return new Layout(shape, wide.Order.Where(axis => axis >= missing).Select(axis => axis - missing).ToEquatableArray());
    }

    public static IReadOnlyList<RowAxis> Of(IReadOnlyList<TensorType> operands, TensorType rows, EquatableArray<int> axes, Layout layout)
    {
        var own = layout.For(rows.Shape);
        var resultStrides = own.Strides();
        var strides = operands.Select(operand => StridesOf(operand.Shape, own)).ToArray();
        var merged = new List<RowAxis>();
        if (rows.Batched)
        {
            merged.Add(new RowAxis(
                null, operands.Select(operand => operand.Batched ? operand.Shape.Length : 0).ToEquatableArray(), rows.Shape.Length, false));
        }

        foreach (var axis in own.Order.Where(axis => own.Grid[axis] != 1))
        {
            var size = own.Grid[axis];
            var next = new RowAxis(size, strides.Select(operand => operand[axis]).ToEquatableArray(), resultStrides[axis], axes.Contains(axis));
            if (merged.Count > 0 && merged[merged.Count - 1] is { Size: { } outer } last && last.IsReduced == next.IsReduced
                && Enumerable.Range(0, operands.Count).All(i => last.Strides[i] == next.Strides[i] * size))
            {
                merged[merged.Count - 1] = next with { Size = outer.Constant * size };
            }
            else
            {
                merged.Add(next);
            }
        }

        return merged;
    }

    private static int[] StridesOf(Shape shape, Layout wide)
    {
        var missing = wide.Grid.Rank - shape.Rank;
        var layout = LayoutOf(shape, wide);
        var own = layout.Strides();
        return Enumerable.Range(0, wide.Grid.Rank).Select(axis => axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]).ToArray();
    }
}
