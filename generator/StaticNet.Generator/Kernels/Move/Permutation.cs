using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Move;

/// <summary>Copies elements into another order.</summary>
internal static class Permutation
{
    /// <param name="signature">What is read and written; batched or not.</param>
    /// <param name="role">What it does, as part of the kernel's name.</param>
    /// <param name="axes">Axes of the result in memory order, and where each of them moves in the source.</param>
    /// <param name="summary">A line for the reader.</param>
    /// <param name="sourceStart">The source's element that comes first.</param>
    public static Kernel Create(
        KernelSignature signature, string role, IReadOnlyList<(int Size, int Stride)> axes, string summary, int sourceStart = 0)
    {
        var longAxes = axes.Where(axis => axis.Size != 1).ToArray();
        return Write(signature, role, longAxes.Select(axis => axis.Size).ToArray(), longAxes.Select(axis => axis.Stride).ToArray(), summary, sourceStart);
    }

    private static Kernel Write(
        KernelSignature signature, string role, int[] sizes, int[] sourceStrides, string summary, int sourceStart) => new(
        role,
        EquatableArray<string>.Of(summary),
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
        _ =>
        {
            var body = new Body();
            if (signature.Result.Type.Batched)
            {
                body.Loop("n", 0, "count", 1, (inner, n) =>
                    WriteAxis(inner, 0, (n * signature.Inputs[0].SampleStride) + sourceStart, n * signature.Result.Length));
            }
            else
            {
                WriteAxis(body, 0, sourceStart, 0);
            }

            return body;

            void WriteAxis(Body scope, int depth, IndexExpression source, IndexExpression result)
            {
                if (depth == sizes.Length)
                {
                    scope.Store("y", result, new Expression.Load("x", source, 1));
                    return;
                }

                // The two innermost axes exchanged: a transposed matrix, in blocks.
                if (depth == sizes.Length - 2 && sourceStrides[depth] == 1 && sourceStrides[depth + 1] > 1)
                {
                    scope.Add(new Statement.Transpose(
                        "y", result, sizes[depth + 1], "x", source, sourceStrides[depth + 1], sizes[depth + 1], sizes[depth]));
                    return;
                }

                var stride = sizes.Skip(depth + 1).Aggregate(1, (a, b) => a * b);
                scope.Loop("i" + depth, 0, sizes[depth], 1, (inner, i) =>
                    WriteAxis(inner, depth + 1, source + (i * sourceStrides[depth]), result + (i * stride)));
            }
        });

    /// <summary>The same value in the result's layout.</summary>
    public static Kernel ChangeLayout(KernelSignature signature)
    {
        var from = signature.Inputs[0].Layout;
        var to = signature.Result.Layout;

        // Row-major order has no grid of its own; two other layouts share theirs, or layout assignment goes through row-major.
        var shape = from.IsRowMajor ? to.Grid : from.Grid;
        var grid = shape.Dimensions.ToArray();
        var sourceStrides = (from.IsRowMajor ? Layout.RowMajor(shape) : from).Strides();
        var resultStrides = (to.IsRowMajor ? Layout.RowMajor(shape) : to).Strides();
        var axes = new List<(int Size, int Stride)>();
        foreach (var axis in Enumerable.Range(0, grid.Length).Where(axis => grid[axis] != 1).OrderByDescending(axis => resultStrides[axis]))
        {
            // Axes that are adjacent in both are one.
            var last = axes.Count - 1;
            if (last >= 0 && axes[last].Stride == sourceStrides[axis] * grid[axis])
                axes[last] = (axes[last].Size * grid[axis], sourceStrides[axis]);
            else
                axes.Add((grid[axis], sourceStrides[axis]));
        }

        return Create(signature, "ChangeLayout", axes, $"{from} becomes {to}: {signature.Result.Shape}.", from.Start);
    }
}
