using StaticNet.Generator.Formulas;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Kernels.StraightLine;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// y[r, c] = epilogue(sum over k of x[r, k] w[k, c]): dense layers, their data gradients, and convolutions of 1x1. Rows run
/// over the batch (times pixels), lanes over columns. A tile of rows by vectors stays in registers over the whole depth: each
/// step loads one vector of weights for all its rows and broadcasts one input for all its vectors.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>Vectors of a group: with six rows, 24 sums and 10 loads a step, well inside the two loads a multiply-add.</summary>
    private const int GroupVectors512 = 4;

    /// <summary>Sixteen registers hold six rows of two vectors.</summary>
    private const int GroupVectors = 2;

    /// <summary>Sums that keep two fused multiply-add units of latency four busy.</summary>
    private const int IndependentSums = 8;

    public static Kernel Create(KernelSignature signature, Formula formula, int rowsPerSample, int depth, int columns)
    {
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter>
        {
            new("x", KernelParameterKind.Source),
            new("w", KernelParameterKind.Source),
        };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("y", KernelParameterKind.Target));
        var sum = $"sum over k < {depth} of x[r, k] * w[k, c]";
        var rows = rowsPerSample == 1 ? "samples r" : $"rows r, {rowsPerSample} a sample";
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"y[r, c] = {sum}" : $"y[r, c] = {epilogue.Text}, sum = {sum}",
                $"for {rows}; columns c < {columns}. w lies as [{depth}][{columns}]."),
            parameters.ToEquatableArray(),
            target => Write(target, new Epilogue(signature, formula), rowsPerSample, signature.BatchCapacity, depth, columns))
        {
            Strategy = target => Describe(target, columns, (long)rowsPerSample * signature.BatchCapacity),
            SingleSample = rowsPerSample > 1 ? null
                : target => VectorProduct.Write(target, new Epilogue(signature, formula), depth, columns),
        };
    }

    private static IReadOnlyList<ColumnGroup> Groups(SimdTarget target, int columns) => ColumnPlan.Create(
        columns, target, target.Tier == Tier.Vector512 ? GroupVectors512 : GroupVectors, ColumnTail.Overlap);

    private static int RowsOf(SimdTarget target, ColumnGroup group) => Math.Min(8, target.Accumulators / group.Vectors.Count);

    private static string Describe(SimdTarget target, int columns, long mostRows)
    {
        var group = Groups(target, columns)[0];
        var (rows, vectors, lanes) = (mostRows < RowsOf(target, group) ? 1 : RowsOf(target, group), group.Vectors.Count, group.Vectors[0].Lanes);
        var intensity = 2.0 * rows * vectors * lanes / (rows + (vectors * lanes));
        return FormattableString.Invariant(
            $"Tile of {rows} rows x {vectors} vectors of {lanes}: {rows * vectors} sums, {rows + vectors} loads a step, {intensity:0.#} operations a float loaded.");
    }

    private static Body Write(SimdTarget target, Epilogue epilogue, int rowsPerSample, int batchCapacity, int depth, int columns)
    {
        var mostRows = (long)rowsPerSample * batchCapacity;
        var body = new Body();
        body.Index("rows", IndexExpression.Variable("count") * rowsPerSample);
        foreach (var group in Groups(target, columns))
        {
            body.Loop("c", group.Start, group.Start + Math.Max(1, group.Repeats * group.Step), Math.Max(1, group.Step),
                (inner, column) => WriteGroup(inner, target, epilogue, group, column, mostRows, depth, columns));
        }

        return body;
    }

    private static void WriteGroup(
        Body body, SimdTarget target, Epilogue epilogue, ColumnGroup group, IndexExpression column, long mostRows, int depth, int columns)
    {
        var rows = RowsOf(target, group);
        body.Index("r", 0);
        if (rows > 1 && rows <= mostRows)
        {
            body.ContinueLoop("r", "rows", rows,
                inner => WriteTile(inner, new Tile(rows, group.Vectors), epilogue, group, column, depth, columns));
        }

        // Rows that are left, and the single sample of inference: several partial sums instead of several rows.
        var copies = Math.Max(1, Math.Min(depth, IndependentSums / group.Vectors.Count));
        copies = copies >= 4 ? 4 : copies >= 2 ? 2 : 1;
        body.ContinueLoop("r", "rows", 1,
            inner => WriteTile(inner, new Tile(1, group.Vectors, copies), epilogue, group, column, depth, columns));
    }

    private static void WriteTile(
        Body body, Tile tile, Epilogue epilogue, ColumnGroup group, IndexExpression column, int depth, int columns)
    {
        body.Reference("xr", "x", IndexExpression.Variable("r") * depth);
        body.Reference("wk", "w", column);
        tile.DeclareZeros(body);
        var whole = depth / tile.Copies * tile.Copies;
        body.Loop("k", 0, whole, tile.Copies, step =>
        {
            for (var copy = 0; copy < tile.Copies; copy++)
            {
                var k = copy;
                tile.Accumulate(step, row => ("xr", (row * depth) + k), ("wk", k * columns), copy);
            }

            step.Advance("xr", tile.Copies);
            step.Advance("wk", tile.Copies * columns);
        });
        if (whole < depth)
        {
            body.Loop("k", 0, depth - whole, 1, step =>
            {
                tile.Accumulate(step, row => ("xr", row * depth), ("wk", 0));
                step.Advance("xr", 1);
                step.Advance("wk", columns);
            });
        }

        body.Index("at", (IndexExpression.Variable("r") * columns) + column);
        for (var row = 0; row < tile.Rows; row++)
        {
            for (var v = 0; v < group.Vectors.Count; v++)
            {
                var offset = IndexExpression.Variable("at") + (row * columns) + group.Vectors[v].Offset;
                epilogue.Store(body, tile.Sum(row, v), "y", offset, offset, column + group.Vectors[v].Offset, group.Vectors[v].Count);
            }
        }
    }
}
