using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// w[k, c] = sum over rows r of x[r, k] y[r, c]: weight gradients of dense layers and of 1x1 convolutions. A tile of inputs k by
/// vectors of columns stays in registers while rows stream by. A single column would leave lanes empty, so there x and y change
/// roles, and lanes run over the inputs.
/// </summary>
internal static class OuterProductSum
{
    /// <summary>Rows that a tile adds up before it is added to memory, while they are in a cache: more only where there would be too many additions.</summary>
    private const int BlockRows = 512;

    /// <param name="signature">What is read and written.</param>
    /// <param name="rowsPerSample">1, or the pixels or rows of a sample.</param>
    /// <param name="depth">Inputs.</param>
    /// <param name="columns">Outputs.</param>
    /// <param name="accumulates">Whether it is added to what lies where the result belongs, the third operand.</param>
    public static Kernel Create(KernelSignature signature, int rowsPerSample, int depth, int columns, bool accumulates = false)
    {
        var mostRows = (long)rowsPerSample * signature.BatchCapacity;
        var inBlocks = mostRows > BlockRows;
        var weights = WeightColumns.Of(signature.Result.Layout, depth, columns);
        var product = columns == 1 ? new Product("dy", "x", new WeightColumns(depth, 1, false)) : new Product("x", "dy", weights);
        return new Kernel(
            "WeightGradient",
            EquatableArray<string>.Of(
                $"dw[k, c] {(accumulates ? "+=" : "=")} sum over r of x[r, k] * dy[r, c]",
                $"for inputs k < {depth} and columns c < {columns}; rows r are " + (rowsPerSample == 1 ? "samples." : $"the {rowsPerSample} pixels of every sample."),
                $"dw lies as {weights.Text}."),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Source),
                new("dy", KernelParameterKind.Source),
                new("dw", KernelParameterKind.Target)),
            target => Write(target, rowsPerSample, mostRows, product, inBlocks, accumulates))
        {
            Strategy = target =>
            {
                var group = product.Weights.Groups(target, GroupVectors(target), Tail(inBlocks || accumulates))[0];
                var (tile, vectors, lanes) = (TileDepth(target, group, product.Weights.Depth), group.Vectors.Count, group.Vectors[0].Lanes);
                return FormattableString.Invariant(
                    $"Tile of {tile} {(columns == 1 ? "column" : "inputs")} x {vectors} vectors of {lanes}: {tile * vectors} sums, {tile + vectors} loads a row, {2.0 * tile * vectors * lanes / (tile + (vectors * lanes)):0.#} operations a float loaded.");
            },
        };
    }

    /// <summary>Writes dw[k, c] = sum over r of x[r, k] dy[r, c] for so many rows r in every call, from references of these names.</summary>
    /// <param name="body">Receives the loops.</param>
    /// <param name="target">The tier.</param>
    /// <param name="rows">Terms of each sum.</param>
    /// <param name="rowStride">From one row of x to the next.</param>
    /// <param name="columnStride">From one row of dy to the next.</param>
    /// <param name="result">What is made.</param>
    public static void WriteMatrix(Body body, SimdTarget target, int rows, int rowStride, int columnStride, WeightColumns result) =>
        WriteBlock(body, target, new Product("x", "dy", result) { RowStride = rowStride, ColumnStride = columnStride }, 0, rows, rows, rows, adds: false);

    /// <summary>Where the factors of the tile's rows are read, where those of its columns are, and what is made.</summary>
    private sealed record Product(string Rows, string Columns, WeightColumns Weights)
    {
        public int RowStride { get; init; } = Weights.Depth;

        public int ColumnStride { get; init; } = Weights.Columns;
    }

    private static ColumnTail Tail(bool adds) => adds ? ColumnTail.Partial : ColumnTail.Overlap;

    private static int GroupVectors(SimdTarget target) => target.Tier == Tier.Vector512 ? 4 : 2;

    private static int TileDepth(SimdTarget target, ColumnGroup group, int depth) =>
        Math.Min(depth, Math.Min(12, target.Accumulators / group.Vectors.Count));

    private static Body Write(SimdTarget target, int rowsPerSample, long mostRows, Product product, bool inBlocks, bool accumulates)
    {
        var body = new Body();
        var rows = IndexExpression.Variable("count") * rowsPerSample;
        body.Index("rows", rows);
        if (!inBlocks)
        {
            WriteBlock(body, target, product, 0, "rows", mostRows, (int)mostRows, adds: accumulates);
            return body;
        }

        if (!accumulates)
            body.Add(new Statement.Clear("dw", 0, product.Weights.Depth * product.Weights.Columns));
        var blockRows = (int)Math.Max(BlockRows, (mostRows + SumsInMemory.Additions - 1) / SumsInMemory.Additions);
        body.Loop("block", 0, IndexExpression.Variable("rows") + (blockRows - 1), blockRows, inner =>
        {
            inner.Smaller("end", IndexExpression.Variable("block") + blockRows, "rows");
            WriteBlock(inner, target, product, "block", "end", mostRows, blockRows, adds: true);
        });
        return body;
    }

    private static void WriteBlock(
        Body body, SimdTarget target, Product product, IndexExpression start, IndexExpression end, long mostRows, int blockRows, bool adds) =>
        product.Weights.Loop(body, target, GroupVectors(target), Tail(adds), (inner, group, place) =>
        {
            var depth = product.Weights.Depth;
            var tile = TileDepth(target, group, depth);
            var whole = depth / tile * tile;
            inner.Loop("k", 0, whole, tile, (k, index) => WriteTile(k, group, tile, index, place, product, start, end, mostRows, blockRows, adds));
            inner.Loop("k", whole, depth, Math.Max(1, depth - whole),
                (k, index) => WriteTile(k, group, depth - whole, index, place, product, start, end, mostRows, blockRows, adds));
        });

    private static void WriteTile(
        Body body, ColumnGroup group, int rows, IndexExpression k, ColumnPlace place, Product product,
        IndexExpression start, IndexExpression end, long mostRows, int blockRows, bool adds)
    {
        var weights = product.Weights;
        var tile = new Tile(rows, group.Vectors);
        if (start.IsConstant)
        {
            body.Reference("row", product.Rows, k);
            body.Reference("vectors", product.Columns, place.Column);
        }
        else
        {
            body.Reference("row", product.Rows, (start * product.RowStride) + k);
            body.Reference("vectors", product.Columns, (start * product.ColumnStride) + place.Column);
        }

        tile.DeclareZeros(body);
        LongSum.Write(body, mostRows, tile.Accumulators, (inSum, sum) => sum.Loop(inSum, "r", start, end, 1, blockRows, 1, step =>
        {
            tile.Accumulate(step, row => ("row", row), ("vectors", 0));
            step.Advance("row", product.RowStride);
            step.Advance("vectors", product.ColumnStride);
        }));
        body.Reference("dwk", "dw", (k * weights.RowStride) + weights.Start(place));
        for (var row = 0; row < rows; row++)
        {
            for (var v = 0; v < group.Vectors.Count; v++)
            {
                var offset = (row * weights.RowStride) + weights.Offset(group.Vectors[v].Offset);
                var sum = tile.Sum(row, v);
                body.Store("dwk", offset, adds ? new Expression.Load("dwk", offset, sum.Lanes) + sum : sum, group.Vectors[v].Count);
            }
        }
    }
}
