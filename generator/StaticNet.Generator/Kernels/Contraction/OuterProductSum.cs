using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// w[k, c] = sum over rows r of x[r, k] y[r, c]: weight gradients of dense layers and of 1x1 convolutions. A tile of inputs k by
/// vectors of columns stays in registers while rows stream by.
/// </summary>
internal static class OuterProductSum
{
    /// <summary>
    /// Rows that one accumulator adds up before it is added to memory: the rounding error of a sum grows with its length, and
    /// sums of sums keep it small.
    /// </summary>
    private const int BlockRows = 512;

    public static Kernel Create(KernelSignature signature, int rowsPerSample, int depth, int columns)
    {
        var inBlocks = (long)rowsPerSample * signature.BatchCapacity > BlockRows;
        return new Kernel(
            "WeightGradient",
            EquatableArray<string>.Of(
                $"dw[k, c] = sum over r of x[r, k] * dy[r, c]",
                $"for inputs k < {depth} and columns c < {columns}; rows r are " + (rowsPerSample == 1 ? "samples." : $"the {rowsPerSample} pixels of every sample.")),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Source),
                new("dy", KernelParameterKind.Source),
                new("dw", KernelParameterKind.Target)),
            target => Write(target, rowsPerSample, depth, columns, inBlocks))
        {
            Strategy = target =>
            {
                var group = Groups(target, columns, inBlocks)[0];
                var tile = TileDepth(target, group, depth);
                return $"Tile of {tile} inputs x {group.Vectors.Count} vectors of {group.Vectors[0].Lanes}: {tile * group.Vectors.Count} sums, {tile + group.Vectors.Count} loads a row.";
            },
        };
    }

    private static IReadOnlyList<ColumnGroup> Groups(SimdTarget target, int columns, bool inBlocks) =>
        ColumnPlan.Create(columns, target, target.Tier == Tier.Vector512 ? 4 : 2, inBlocks ? ColumnTail.Partial : ColumnTail.Overlap);

    private static int TileDepth(SimdTarget target, ColumnGroup group, int depth) =>
        Math.Min(depth, Math.Min(12, target.Accumulators / group.Vectors.Count));

    private static Body Write(SimdTarget target, int rowsPerSample, int depth, int columns, bool inBlocks)
    {
        var body = new Body();
        var rows = IndexExpression.Variable("count") * rowsPerSample;
        body.Index("rows", rows);
        if (!inBlocks)
        {
            WriteBlock(body, target, depth, columns, 0, "rows", adds: false);
            return body;
        }

        body.Add(new Statement.Clear("dw", 0, depth * columns));
        body.Loop("block", 0, IndexExpression.Variable("rows") + (BlockRows - 1), BlockRows, inner =>
        {
            inner.Smaller("end", IndexExpression.Variable("block") + BlockRows, "rows");
            WriteBlock(inner, target, depth, columns, "block", "end", adds: true);
        });
        return body;
    }

    private static void WriteBlock(
        Body body, SimdTarget target, int depth, int columns, IndexExpression start, IndexExpression end, bool adds)
    {
        foreach (var group in Groups(target, columns, adds))
        {
            body.Loop("c", group.Start, group.Start + Math.Max(1, group.Repeats * group.Step), Math.Max(1, group.Step), (inner, column) =>
            {
                var tile = TileDepth(target, group, depth);
                var whole = depth / tile * tile;
                inner.Loop("k", 0, whole, tile,
                    (k, index) => WriteTile(k, group, tile, index, column, depth, columns, start, end, adds));
                inner.Loop("k", whole, depth, Math.Max(1, depth - whole),
                    (k, index) => WriteTile(k, group, depth - whole, index, column, depth, columns, start, end, adds));
            });
        }
    }

    private static void WriteTile(
        Body body, ColumnGroup group, int rows, IndexExpression k, IndexExpression column, int depth, int columns,
        IndexExpression start, IndexExpression end, bool adds)
    {
        var tile = new Tile(rows, group.Vectors);
        if (start.IsConstant)
        {
            body.Reference("xr", "x", k);
            body.Reference("dyr", "dy", column);
        }
        else
        {
            body.Reference("xr", "x", (start * depth) + k);
            body.Reference("dyr", "dy", (start * columns) + column);
        }

        tile.DeclareZeros(body);
        body.Loop("r", start, end, 1, step =>
        {
            tile.Accumulate(step, row => ("xr", row), ("dyr", 0));
            step.Advance("xr", depth);
            step.Advance("dyr", columns);
        });
        body.Reference("dwk", "dw", (k * columns) + column);
        for (var row = 0; row < rows; row++)
        {
            for (var v = 0; v < group.Vectors.Count; v++)
            {
                var offset = (row * columns) + group.Vectors[v].Offset;
                var sum = tile.Sum(row, v);
                body.Store("dwk", offset, adds ? new Expression.Load("dwk", offset, sum.Lanes) + sum : sum, group.Vectors[v].Count);
            }
        }
    }
}
