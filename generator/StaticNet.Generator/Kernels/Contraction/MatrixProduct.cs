using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Programs.StraightLine;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// y[r, c] = epilogue(sum over k of x[r, k] w[k, c]): dense layers, their data gradients, and convolutions of 1x1. Rows run
/// over the batch (times pixels), lanes over columns. A tile of rows by vectors stays in registers while it walks down the depth: each
/// step loads one vector of weights for all its rows and broadcasts one input for all its vectors.
/// </summary>
internal sealed class MatrixProduct
{
    /// <summary>Rows of a tile for those that the main tile leaves.</summary>
    private const int FewRows = 4;

    private readonly SimdTarget target;
    private readonly Epilogue epilogue;
    private readonly WeightColumns weights;
    private readonly MatrixTiling tiling;
    private readonly long mostRows;
    private readonly bool enters;

    private MatrixProduct(
        SimdTarget target, Epilogue epilogue, WeightColumns weights, long mostRows, MatrixTiling? tiling = null, bool enters = false)
    {
        this.enters = enters;
        this.target = target;
        this.epilogue = epilogue;
        this.weights = weights;
        this.mostRows = mostRows;
        Terms = weights.Depth;
        RowStride = weights.Depth;
        this.tiling = tiling ?? MatrixTiling.Choose(target, weights, mostRows);
    }

    /// <summary>What every tile fetches some lines of, for whatever comes next.</summary>
    private Prefetching? Ahead { get; init; }

    /// <summary>Terms of the sum that each result is a part of: the depth, unless there are more.</summary>
    private long Terms { get; init; }

    /// <summary>From one row of x to the next where they are apart; the depth unless given.</summary>
    private int RowStride { get; init; }

    /// <summary>The result's first element.</summary>
    private IndexExpression First { get; init; } = 0;

    /// <summary>Whether <see cref="mostRows"/> is how many there are in every call.</summary>
    private bool HasAllRows { get; init; }

    private bool IsLong => LongSum.IsLongOfProducts(Terms);

    /// <summary>Whether each row is a sample, so that a few of them are not tiled at all.</summary>
    private bool RowsAreSamples { get; init; }

    /// <summary>
    /// Whether rows that the main tile leaves are tiles of four, of which the last may repeat rows: where there are four of them at the least
    /// and sums do not wait in the result.
    /// </summary>
    private bool MayRepeatRows => RowsAreSamples && !IsBlocked && tiling.Rows >= FewRows;

    private bool IsBlocked => tiling.DepthBlock < weights.Depth;

    /// <param name="signature">What is read and written.</param>
    /// <param name="formula">The epilogue.</param>
    /// <param name="rowsPerSample">1, or the pixels of a sample.</param>
    /// <param name="depth">Terms of a sum.</param>
    /// <param name="columns">Columns of the weights.</param>
    /// <param name="tiling">Another tiling than the cost model's choice, for measurements.</param>
    public static Kernel Create(
        KernelSignature signature, Formula formula, int rowsPerSample, int depth, int columns, MatrixTiling? tiling = null)
    {
        var enters = signature.Schedule.TakesIn;
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter>();
        if (enters)
            parameters.Add(new("entering", KernelParameterKind.Entering));
        parameters.Add(new("x", KernelParameterKind.Source));
        parameters.Add(new("w", KernelParameterKind.Source));
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("y", KernelParameterKind.Target));
        var sum = $"sum over k < {depth} of x[r, k] * w[k, c]";
        var rows = rowsPerSample == 1 ? "samples r" : $"rows r, {rowsPerSample} a sample";
        var weights = WeightColumns.Of(signature.Inputs[1].Layout, depth, columns);
        MatrixProduct For(SimdTarget target) =>
            new(target, new Epilogue(signature, formula), weights, (long)rowsPerSample * signature.BatchCapacity, tiling, enters) { RowsAreSamples = rowsPerSample == 1 };
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"y[r, c] = {sum}" : $"y[r, c] = {epilogue.Text}, sum = {sum}",
                $"for {rows}; columns c < {columns}. w lies as {weights.Text}." + (enters ? " x is taken in from the caller." : "")),
            parameters.ToEquatableArray(),
            target =>
            {
                var body = new Body();
                body.Index("rows", IndexExpression.Variable("count") * rowsPerSample);
                if (DotProducts.Suits(columns, depth))
                {
                    new DotProducts(target, new Epilogue(signature, formula), depth).Write(body);
                    return body;
                }

                if (rowsPerSample > 1 || signature.BatchCapacity == 1 || target.IsPlain)
                {
                    For(target).Write(body);
                    return body;
                }

                // Tiles would pass over the weights by some columns at a time.
                var tiles = For(target);
                var most = tiles.MayRepeatRows ? FewRows - 1 : 1;
                body.Comment(most == 1
                    ? "A single sample reads the weights row by row, each once; several share them, tile by tile."
                    : "A few samples read the weights row by row; more of them share them, tile by tile.");
                body.If("count", most + 1, few =>
                {
                    if (enters)
                        few.Add(new Statement.Copy("x", 0, "entering", 0, IndexExpression.Variable("count") * depth));
                    if (most == 1)
                        few.AddAll(VectorProduct.Write(target, new Epilogue(signature, formula), weights, isShort: true));
                    else
                        few.Loop("r", 0, "count", 1, (inner, r) => inner.AddAll(VectorProduct.Write(target, new Epilogue(signature, formula), weights, r, isShort: true)));
                });
                body.If(most, "count", tiles.Write);
                return body;
            })
        {
            Strategy = target => DotProducts.Suits(columns, depth) ? new DotProducts(target, epilogue, depth).Describe() : For(target).Describe(),
            SingleSample = rowsPerSample > 1 ? null
                : target => VectorProduct.Write(target, new Epilogue(signature, formula), weights),
        };
    }

    /// <summary>Whether tiles can take in an input: where there are several rows, of whole cache lines.</summary>
    /// <param name="batchCapacity">Samples of a call at the most.</param>
    /// <param name="depth">Terms of a sum.</param>
    /// <param name="columns">Columns of the weights.</param>
    public static bool SuitsEntry(int batchCapacity, int depth, int columns) =>
        batchCapacity > 1 && depth % MatrixSteps.EntrySteps == 0 && !DotProducts.Suits(columns, depth);

    private string Describe()
    {
        var group = weights.Groups(target, tiling.GroupVectors, ColumnTail.Overlap)[0];
        var (rows, vectors, lanes) = (tiling.Rows, group.Vectors.Count, group.Vectors[0].Lanes);
        var intensity = 2.0 * rows * vectors * lanes / (rows + (vectors * lanes));
        var why = mostRows == 1
            ? "a single row reads every weight once, at the speed of the cache that holds them"
            : $"{rows * vectors} sums hide the latency of multiply-adds, {rows + vectors} loads a step";
        var block = IsBlocked
            ? FormattableString.Invariant($" Depth in blocks of {tiling.DepthBlock}, whose {tiling.DepthBlock * vectors * lanes * 4 / 1024} KB of weights stay in cache for all rows.")
            : "";
        return FormattableString.Invariant(
            $"Tile of {rows} rows x {vectors} vectors of {lanes}: {why}, {intensity:0.#} operations a float loaded.{block}");
    }

    /// <summary>Writes the product of <c>rows</c> rows from <c>x</c> and <c>w</c> to <c>y</c>, names that the body has declared.</summary>
    /// <param name="body">Receives the loops.</param>
    /// <param name="target">The tier.</param>
    /// <param name="epilogue">What becomes of finished sums.</param>
    /// <param name="weights">Where the columns of w lie.</param>
    /// <param name="mostRows">As many as there are at the most, for the choice of tiles.</param>
    /// <param name="terms">Terms of the sum that each result becomes a part of.</param>
    /// <param name="ahead">What every tile fetches some lines of, for whatever comes next; null for nothing.</param>
    public static void WriteInto(
        Body body, SimdTarget target, Epilogue epilogue, WeightColumns weights, long mostRows, long terms, Prefetching? ahead) =>
        new MatrixProduct(target, epilogue, weights, mostRows) { Terms = terms, Ahead = ahead }.Write(body);

    /// <summary>Writes the product of a matrix of rows that are <paramref name="rowStride"/> apart, as many in every call.</summary>
    /// <param name="body">Receives the loops.</param>
    /// <param name="target">The tier.</param>
    /// <param name="epilogue">What becomes of finished sums.</param>
    /// <param name="right">Where the columns of w lie.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="rowStride">From one row of x to the next.</param>
    /// <param name="first">The result's first element.</param>
    public static void WriteMatrix(
        Body body, SimdTarget target, Epilogue epilogue, WeightColumns right, int rows, int rowStride, IndexExpression first)
    {
        body.Index("rows", rows);
        new MatrixProduct(target, epilogue, right, rows) { RowStride = rowStride, First = first, HasAllRows = true }.Write(body);
    }

    /// <summary>The strategy of <see cref="WriteMatrix"/>.</summary>
    public static string DescribeMatrix(SimdTarget target, Epilogue epilogue, WeightColumns right, int rows) =>
        new MatrixProduct(target, epilogue, right, rows).Describe();

    /// <summary>Tiles of so many rows in a product, rows that do not fill one counted as one.</summary>
    public static int TilesOf(SimdTarget target, WeightColumns weights, long rows)
    {
        var tiling = MatrixTiling.Choose(target, weights, rows);
        var columns = tiling.GroupVectors * Math.Min(target.Width, weights.Columns);
        return (int)((rows + tiling.Rows - 1) / tiling.Rows) * ((weights.Columns + columns - 1) / columns);
    }

    private void Write(Body body) =>
        weights.Loop(body, target, tiling.GroupVectors, ColumnTail.Overlap, (inner, group, place) =>
        {
            var (column, start) = (place.Column, weights.Start(place));
            if (!IsBlocked)
            {
                WriteRows(inner, group, column, start, weights.Depth, null);
                return;
            }

            // Sums of a block are added to those of the blocks before it, which wait in y.
            inner.Loop("r", 0, "rows", 1, (clear, r) =>
            {
                foreach (var vector in group.Vectors)
                    clear.Store("y", First + (r * weights.Columns) + column + vector.Offset, new Expression.Literal(0, vector.Lanes), vector.Count);
            });
            inner.Loop("kb", 0, weights.Depth + (tiling.DepthBlock - 1), tiling.DepthBlock, (inBlock, block) =>
            {
                IndexExpression depth = tiling.DepthBlock;
                if (weights.Depth % tiling.DepthBlock != 0)
                {
                    inBlock.Smaller("steps", tiling.DepthBlock, weights.Depth - block);
                    depth = "steps";
                }

                WriteRows(inBlock, group, column, start + (block * weights.RowStride), depth, block);
            });
            if (!epilogue.IsTrivial)
                WriteEpilogue(inner, group, column);
        });

    /// <summary>Every row's sums over one block of the depth; of the whole depth where <paramref name="block"/> is null.</summary>
    private void WriteRows(Body body, ColumnGroup group, IndexExpression column, IndexExpression start, IndexExpression depth, IndexExpression? block)
    {
        body.Index("r", 0);
        var left = HasAllRows ? mostRows : long.MaxValue;
        if (tiling.Rows > 1 && IsAmong(tiling.Rows) && !(MayRepeatRows && tiling.Rows == FewRows))
            Tiles(tiling.Rows, new Tile(tiling.Rows, group.Vectors));
        if (MayRepeatRows)
        {
            // Four at a time of those that are left: the last four repeat some of the others.
            body.ContinueLoop("r", IndexExpression.Variable("rows") + (FewRows - 1), FewRows, inner =>
            {
                inner.Smaller("r4", "r", IndexExpression.Variable("rows") - FewRows);
                WriteTile(inner, new Tile(FewRows, group.Vectors), group, column, start, depth, block, "r4");
            });
            return;
        }

        foreach (var rows in tiling.TailRows.Where(rows => rows > 1 && IsAmong(rows)))
            Tiles(rows, new Tile(rows, group.Vectors));

        // Rows that are left, and the single sample of inference: several partial sums instead of several rows.
        if (IsAmong(1))
            Tiles(1, new Tile(1, group.Vectors, MatrixTiling.Copies(target, 1, group.Vectors.Count, tiling.DepthBlock)));

        // Of a known number of rows, those tiles alone that occur.
        bool IsAmong(int rows)
        {
            var occurs = left >= rows;
            if (HasAllRows)
                left %= rows;
            return occurs;
        }

        void Tiles(int rows, Tile tile) => body.ContinueLoop("r", "rows", rows, inner => WriteTile(inner, tile, group, column, start, depth, block, "r"));
    }

    private void WriteTile(
        Body body, Tile tile, ColumnGroup group, IndexExpression column, IndexExpression start, IndexExpression depth, IndexExpression? block, string r)
    {
        body.Reference("xr", enters ? "entering" : "x", (IndexExpression.Variable(r) * RowStride) + (block ?? 0));
        if (enters)
            body.Reference("kept", "x", (IndexExpression.Variable(r) * weights.Depth) + (block ?? 0));
        body.Reference("wk", "w", start);
        Ahead?.Step(body);
        body.Index("at", First + (IndexExpression.Variable(r) * weights.Columns) + column);
        (string, IndexExpression) Waiting(int row) => ("y", IndexExpression.Variable("at") + (row * weights.Columns));
        if (block is null || IsLong)
            tile.DeclareZeros(body);
        else
            tile.DeclareSums(body, Waiting);
        var steps = new MatrixSteps(target, weights, tile) { RowStride = RowStride };
        LongSum.WritePartOfProducts(body, Terms, tiling.DepthBlock, tile.Accumulators, (inSum, sum) =>
        {
            if (enters)
                steps.WriteEntering(inSum, sum, depth, tiling.DepthBlock, group, column);
            else
                steps.Write(inSum, sum, depth, tiling.DepthBlock);
        });
        Func<int, int, Expression> result = block is not null && IsLong ? tile.DeclareTotals(body, Waiting) : tile.Sum;

        for (var row = 0; row < tile.Rows; row++)
        {
            for (var v = 0; v < group.Vectors.Count; v++)
            {
                var vector = group.Vectors[v];
                var offset = IndexExpression.Variable("at") + (row * weights.Columns) + vector.Offset;
                if (block is null)
                    epilogue.Store(body, result(row, v), "y", offset, offset, column + vector.Offset, vector.Count);
                else
                    body.Store("y", offset, result(row, v), vector.Count);
            }
        }
    }

    /// <summary>The epilogue of sums that were finished block by block.</summary>
    private void WriteEpilogue(Body body, ColumnGroup group, IndexExpression column) => body.Loop("r", 0, "rows", 1, (inner, r) =>
    {
        inner.Index("at", First + (r * weights.Columns) + column);

        // All are loaded before the first is stored: the last vector may repeat columns of the one before.
        var sums = group.Vectors
            .Select((vector, v) => inner.Declare("sum" + v, new Expression.Load("y", IndexExpression.Variable("at") + vector.Offset, vector.Lanes)))
            .ToArray();
        for (var v = 0; v < sums.Length; v++)
        {
            var vector = group.Vectors[v];
            var offset = IndexExpression.Variable("at") + vector.Offset;
            epilogue.Store(inner, sums[v], "y", offset, offset, column + vector.Offset, vector.Count);
        }
    });
}
