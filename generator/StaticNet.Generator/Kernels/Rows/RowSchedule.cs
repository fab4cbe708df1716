using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Rows;

/// <summary>
/// Maps and reductions of rows (<see cref="RowProgram"/>): loops over the rows, and in each of them one loop a reduction and one for the
/// result. Where a row's elements lie side by side, lanes run along it; else they run over rows side by side.
/// </summary>
internal static class RowSchedule
{
    public static Kernel Create(KernelSignature signature, RowProgram rows)
    {
        var parameters = Enumerable.Range(0, rows.Operands).Select(i => new KernelParameter("x" + i, KernelParameterKind.Source))
            .Append(new KernelParameter("y", KernelParameterKind.Target));
        var axes = RowAxes.Of(signature.Inputs.Select(input => input.Type).ToArray(), rows.Rows, rows.Axes, LayoutOf(signature, rows));
        var length = axes.Single(axis => axis.IsReduced).Size!.Constant;
        return new Kernel(
            "Map",
            rows.Lines().Append($"for every row of {length} elements" + (rows.IsOnePerRow ? ", a number each." : ".")).ToEquatableArray(),
            parameters.ToEquatableArray(),
            target => Write(rows, axes, target));
    }

    /// <summary>The layout of the elements.</summary>
    private static Layout LayoutOf(KernelSignature signature, RowProgram rows)
    {
        var order = rows.IsOnePerRow
            ? signature.Inputs.FirstOrDefault(input => input.Shape == rows.Rows.Shape)?.Layout ?? Layout.RowMajor(rows.Rows.Shape)
            : signature.Result.Layout;
        return order.For(rows.Rows.Shape);
    }

    private static Body Write(RowProgram rows, IReadOnlyList<RowAxis> axes, SimdTarget target)
    {
        var body = new Body();
        var isAlongLanes = axes[axes.Count - 1].IsReduced;
        var outer = axes.Where(axis => !axis.IsReduced).Take(axes.Count(axis => !axis.IsReduced) - (isAlongLanes ? 0 : 1)).ToArray();
        var lengthOfResult = rows.IsOnePerRow ? axes.Single(axis => axis.IsReduced).Size!.Constant : 1;
        WriteAxis(body, 0, Enumerable.Repeat((IndexExpression)0, rows.Operands).ToArray(), 0, 0);
        return body;

        void WriteAxis(Body scope, int depth, IndexExpression[] operands, IndexExpression result, IndexExpression row)
        {
            if (depth < outer.Length)
            {
                var axis = outer[depth];
                scope.Loop("i" + depth, 0, axis.Size ?? IndexExpression.Variable("count"), 1, (inner, i) => WriteAxis(
                    inner, depth + 1, operands.Select((operand, o) => operand + (i * axis.Strides[o])).ToArray(), result + (i * axis.ResultStride),
                    row + (i * StrideOfRows(depth))));
                return;
            }

            for (var i = 0; i < rows.Operands; i++)
                scope.Reference("row" + i, "x" + i, operands[i]);
            scope.Reference("to", "y", rows.IsOnePerRow ? row : result);
            if (isAlongLanes)
                new RowAlongLanes(rows, axes[axes.Count - 1], target).Write(scope);
            else
                new RowsSideBySide(rows, axes.Single(axis => axis.IsReduced), axes[axes.Count - 1], target).Write(scope);
        }

        // Rows are numbered in the order of their axes.
        int StrideOfRows(int depth) => axes.Where(axis => !axis.IsReduced).Skip(depth + 1)
            .Aggregate(1, (product, axis) => product * axis.Size!.Constant);
    }
}
