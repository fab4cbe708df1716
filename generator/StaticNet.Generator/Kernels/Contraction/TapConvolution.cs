using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>The taps of a convolution along one axis: tap t reads input <c>InputStart + t InputStep</c> and weight <c>WeightStart + t WeightStep</c>.</summary>
internal sealed record TapAxis(int Count, int InputStart, int InputStep, int WeightStart, int WeightStep);

/// <summary>Where results lie along one axis: result t is element <c>OutputStart + t OutputStep</c> and moves the input by <c>InputStride</c>.</summary>
internal sealed record ResultAxis(int Count, int OutputStart, int OutputStep, int InputStride);

/// <summary>
/// Convolution with lanes over output channels: result pixels by vectors of channels stay in registers over all taps and input
/// channels. Forward convolutions are one such grid; the data gradient of stride s is s x s of them, interleaved.
/// </summary>
internal sealed class TapConvolution : TapGrid
{
    /// <summary>Operations of an epilogue beyond which tiles keep to one row: every tile writes it once a sum.</summary>
    public const int LongEpilogue = 8;

    private readonly SimdTarget target;
    private readonly PaddedImage image;
    private readonly Epilogue epilogue;
    private readonly int groups;
    private readonly WeightColumns weights;
    private readonly int kernelWidth;
    private readonly Shape resultShape;
    private readonly int resultLength;
    private readonly int resultWidth;
    private readonly TapTiling? tiling;
    private readonly Companion companion;

    /// <param name="target">The tier.</param>
    /// <param name="image">What windows move over.</param>
    /// <param name="epilogue">What becomes of finished sums.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="weights">Rows of taps by input channels, columns of output channels.</param>
    /// <param name="kernelWidth">Taps of a row of weights.</param>
    /// <param name="resultHeight">Rows of the result.</param>
    /// <param name="resultWidth">Its columns.</param>
    /// <param name="tiling">Another tiling than the cost model's choice, for measurements.</param>
    /// <param name="companion">What is stored beside the results.</param>
    public TapConvolution(
        SimdTarget target, PaddedImage image, Epilogue epilogue, int groups, WeightColumns weights, int kernelWidth, int resultHeight, int resultWidth,
        TapTiling? tiling = null, Companion companion = Companion.None)
    {
        this.companion = companion;
        this.tiling = tiling;
        this.target = target;
        this.image = image;
        this.epilogue = epilogue;
        this.groups = groups;
        this.weights = weights;
        this.kernelWidth = kernelWidth;
        this.resultWidth = resultWidth;
        resultShape = Shape.Of(weights.Columns, resultHeight, resultWidth);
        resultLength = resultShape.Length;
    }

    /// <summary>Whether images and results outgrow the second-level cache.</summary>
    public bool IsBeyondCaches { get; init; }

    /// <summary>Whether tiles have one vector of channels: all tiles are alike then, which is less code.</summary>
    public bool HasFewVectors { get; init; }

    private bool PoolsPairs => companion == Companion.PairMaxima;

    private int GroupInputs => image.Channels / groups;

    private int Outputs => weights.Columns;

    /// <summary>Taps of a row that are adjacent in the image and in the weights are one longer loop over channels.</summary>
    private bool IsContiguous(TapAxis taps) => groups == 1 && (taps.Count == 1 || (taps.InputStep == 1 && taps.WeightStep == 1));

    public override string Describe(ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        var group = (groups == 1 ? weights.Groups(target, GroupVectors, ColumnTail.Overlap) : GroupPlan)[0];
        var tiling = Tiling(group, rows, columns, tapRows, tapColumns);
        var (vectors, lanes, pixels) = (group.Vectors.Count, group.Vectors[0].Lanes, tiling.Rows * tiling.Columns);
        var intensity = 2.0 * pixels * vectors * lanes / (pixels + (vectors * lanes));
        var notes = tiling.IsByTapRow
            ? FormattableString.Invariant($" One row of taps at a time, whose {tapColumns.Count * GroupInputs * vectors * lanes * 4 / 1024} KB of weights stay in the first-level cache.")
            : "";
        if (ReachesFurther(group, columns) && tiling.Columns > 1 && !tiling.IsByTapRow)
            notes += " A store reaches into the next pixel, which is stored after it.";
        return FormattableString.Invariant(
            $"Tile of {tiling.Rows} x {tiling.Columns} pixels x {vectors} vectors of {lanes} channels: {pixels * vectors} sums, {pixels + vectors} loads a step, {intensity:0.#} operations a float loaded.{notes}");
    }

    public override void Write(Body body, ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        if (rows.Count <= 0 || columns.Count <= 0)
            return;
        var grid = new Grid(rows, columns, tapRows, tapColumns);
        if (groups == 1)
        {
            weights.Loop(body, target, GroupVectors, ColumnTail.Overlap, (inner, group, place) =>
                WriteChannels(inner, grid, group, 0, place.Column, weights.Start(place)));
            return;
        }

        body.Loop("g", 0, groups, 1, (inGroup, g) =>
        {
            foreach (var group in GroupPlan)
            {
                group.Loop(inGroup, "c", (inner, c) =>
                    WriteChannels(inner, grid, group, g, (g * (Outputs / groups)) + c, (g * (Outputs / groups)) + c));
            }
        });
    }

    private int GroupVectors => HasFewVectors ? 1 : target.Tier == Tier.Scalar && !PoolsPairs ? 4 : 2;

    private IReadOnlyList<ColumnGroup> GroupPlan => ColumnPlan.Create(Outputs / groups, target, GroupVectors, ColumnTail.Overlap);

    private TapTiling Tiling(ColumnGroup group, ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns) => tiling ?? TapTiling.Choose(
        new TapSums(target, group.Vectors.Count, rows.Count, columns.Count, Math.Max(1, tapRows.Count), Math.Max(1, tapColumns.Count) * GroupInputs)
        {
            MostRows = epilogue.Operations > LongEpilogue ? 1 : 4,
            MayWait = groups == 1 && companion == Companion.None,
            IsEven = PoolsPairs,
            IsUniform = IsBeyondCaches && TilesAhead.Suits(target),
            RowStride = rows.InputStride,
            PixelStride = columns.InputStride * image.Channels,
        });

    /// <summary>All pixels of a group of channels.</summary>
    private void WriteChannels(Body body, Grid grid, ColumnGroup group, IndexExpression g, IndexExpression channel, IndexExpression start)
    {
        var tiling = Tiling(group, grid.Rows, grid.Columns, grid.TapRows, grid.TapColumns);
        var place = new Place(grid, group, g, channel, start, (IndexExpression.Variable("n") * resultLength) + channel
            + ((grid.Rows.OutputStart * resultWidth * Outputs) + (grid.Columns.OutputStart * Outputs)));
        if (!tiling.IsByTapRow)
        {
            WriteTiles(body, tiling, place, null);
            return;
        }

        body.Comment("Sums wait in the result for the next row of taps.");
        ForEachPixel(body, place, (inner, offset) =>
        {
            foreach (var vector in group.Vectors)
                inner.Store("result", offset + vector.Offset, new Expression.Literal(0, vector.Lanes), vector.Count);
        });
        body.Loop("ky", 0, grid.TapRows.Count, 1, (inner, ky) => WriteTiles(inner, tiling, place, ky));
        if (!epilogue.IsTrivial)
            ForEachPixel(body, place, (inner, offset) => WriteEpilogue(inner, place, offset));
    }

    /// <summary>Every tile of pixels, over all taps or over row <paramref name="ky"/> of them.</summary>
    private void WriteTiles(Body body, TapTiling tiling, Place place, IndexExpression? ky)
    {
        if (tiling.Edge is { } edge)
            body.Comment(FormattableString.Invariant($"The columns from {edge.Spans[0].From} on, whose tiles are {edge.Height} rows high."));
        foreach (var band in tiling.Bands)
        {
            if (companion == Companion.RowMajor && !band.IsEdge)
            {
                var channels = place.Channels.Vectors.Max(vector => vector.Offset + vector.Count);
                RowMajorBand.Loop(body, resultShape, "n", place.Channel, channels, band.From, band.To, band.Height, (inner, first, end) => Rows(inner, band, first, end));
            }
            else
                Rows(body, band, band.From, band.To);
        }

        void Rows(Body outer, TileBand band, IndexExpression from, IndexExpression to) => outer.Loop("row", from, to, band.Height, (inRow, y) =>
        {
            foreach (var span in band.Spans)
                inRow.Loop("column", span.From, span.To, span.Width, (inner, x) => WriteTile(inner, band.Height, span.Width, place, y, x, ky));
        });
    }

    private void WriteTile(Body body, int height, int width, Place place, IndexExpression y, IndexExpression x, IndexExpression? ky)
    {
        var (rows, columns, tapRows, tapColumns) = place.Grid;

        // Rows of taps begin at row y of the grid, columns at its pixel x.
        body.Reference("pixel", "image",
            (y * (rows.InputStride * image.RowStride)) + (x * (columns.InputStride * image.Channels)) + (place.Group * GroupInputs)
            + ((tapRows.InputStart * image.RowStride) + (tapColumns.InputStart * image.Channels)));
        body.Reference("weights", "w",
            place.Start + (((tapRows.WeightStart * kernelWidth) + tapColumns.WeightStart) * GroupInputs * weights.RowStride));
        var sums = new Tile(height * width, place.Channels.Vectors);
        IndexExpression PixelOffset(int pixel) =>
            (pixel / width * rows.OutputStep * resultWidth * Outputs) + (pixel % width * columns.OutputStep * Outputs);
        body.Index("at", place.First + (y * (rows.OutputStep * resultWidth * Outputs)) + (x * (columns.OutputStep * Outputs)));
        (string, IndexExpression) Waiting(int pixel) => ("result", IndexExpression.Variable("at") + PixelOffset(pixel));
        var terms = (long)tapRows.Count * tapColumns.Count * GroupInputs;
        Func<int, int, Expression> result = sums.Sum;
        if (ky is null)
        {
            var ahead = BeginAhead(body, height, width, place, y, x);
            sums.DeclareZeros(body);
            LongSum.WriteProducts(body, terms, sums.Accumulators, (inSum, sum) => sum.Loop(
                inSum, "ky", 0, tapRows.Count, 1, tapRows.Count, tapColumns.Count * GroupInputs,
                (inRow, row) => WriteTapRow(inRow, sum, sums, width, place.Grid, row, ahead)));
        }
        else if (LongSum.IsLongOfProducts(terms))
        {
            sums.DeclareZeros(body);
            LongSum.WriteProducts(body, terms, sums.Accumulators, (inSum, sum) => WriteTapRow(inSum, sum, sums, width, place.Grid, ky, null));
            result = sums.DeclareTotals(body, Waiting);
        }
        else
        {
            sums.DeclareSums(body, Waiting);
            LongSum.WriteProducts(body, terms, sums.Accumulators, (inSum, sum) => WriteTapRow(inSum, sum, sums, width, place.Grid, ky, null));
        }

        if (PoolsPairs)
        {
            WritePairs(body, sums, height, width, place, y, x, PixelOffset);
            return;
        }

        for (var pixel = 0; pixel < sums.Rows; pixel++)
        {
            for (var v = 0; v < place.Channels.Vectors.Count; v++)
            {
                var vector = place.Channels.Vectors[v];
                var offset = IndexExpression.Variable("at") + PixelOffset(pixel) + vector.Offset;
                if (ky is null)
                    epilogue.Store(body, result(pixel, v), "result", offset, offset, place.Channel + vector.Offset, StoredLanes(place, vector, width - 1 - (pixel % width)));
                else
                    body.Store("result", offset, result(pixel, v), vector.Count);
            }
        }
    }

    /// <summary>Stores the results of a tile, whose sides are even, and of every two by two the largest.</summary>
    private void WritePairs(
        Body body, Tile sums, int height, int width, Place place, IndexExpression y, IndexExpression x, Func<int, IndexExpression> pixelOffset)
    {
        body.Add(new Statement.DeclareIndexQuotient("pairRow", y, 2));
        body.Add(new Statement.DeclareIndexQuotient("pairColumn", x, 2));
        body.Index("pairs", (IndexExpression.Variable("n") * (resultLength / 4)) + place.Channel
            + (IndexExpression.Variable("pairRow") * (resultWidth / 2 * Outputs)) + (IndexExpression.Variable("pairColumn") * Outputs));
        foreach (var (vector, v) in place.Channels.Vectors.Select((vector, v) => (vector, v)))
        {
            for (var row = 0; row < height; row += 2)
            {
                for (var column = 0; column < width; column += 2)
                {
                    var values = new[] { (row, column), (row, column + 1), (row + 1, column), (row + 1, column + 1) }.Select(at =>
                    {
                        var pixel = (at.Item1 * width) + at.Item2;
                        var offset = IndexExpression.Variable("at") + pixelOffset(pixel) + vector.Offset;
                        var value = body.Declare($"value{pixel}_{v}", epilogue.Value(body, sums.Sum(pixel, v), offset, place.Channel + vector.Offset));
                        body.Store("result", offset, value, StoredLanes(place, vector, width - 1 - at.Item2));
                        return value;
                    }).ToArray();
                    body.Store("pooled", IndexExpression.Variable("pairs") + ((row / 2 * (resultWidth / 2 * Outputs)) + (column / 2 * Outputs) + vector.Offset),
                        Epilogue.Largest(values), StoredLanes(place, vector, (width / 2) - 1 - (column / 2)));
                }
            }
        }
    }

    /// <summary>
    /// How many lanes of a vector that channels do not fill are stored: all, in one store instead of two or three, where what is
    /// too much falls on pixels that the tile stores afterwards.
    /// </summary>
    /// <param name="place">The channels, which must be all: the next pixel's first ones would be lost if they were stored before.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="following">Pixels of the tile behind this one in its row.</param>
    private int StoredLanes(Place place, ColumnVector vector, int following) =>
        ReachesFurther(place.Channels, place.Grid.Columns) && vector.Lanes - vector.Count <= following * Outputs ? vector.Lanes : vector.Count;

    /// <summary>Whether a vector may be stored beyond the channels of its pixel: what it stores there is no operand any more, and stored again.</summary>
    private bool ReachesFurther(ColumnGroup channels, ResultAxis columns) => channels.Vectors.Count == 1 && channels.Vectors[0].Count == Outputs
        && channels.Vectors[0].Lanes > Outputs && columns.OutputStep == 1 && !epilogue.ReadsElements;

    private TilesAhead? BeginAhead(Body body, int height, int width, Place place, IndexExpression y, IndexExpression x)
    {
        var (rows, columns, tapRows, tapColumns) = place.Grid;
        if (!IsBeyondCaches || !IsContiguous(tapColumns) || rows.OutputStep > 1 || columns.OutputStep > 1)
            return null;
        var share = height * rows.InputStride * columns.InputStride * image.Channels;
        var ahead = TilesAhead.Find(
            target, resultShape, place.Channels, height, width, Outputs, share, tapRows.Count, tapColumns.Count * GroupInputs, companion == Companion.RowMajor);
        var seen = tapRows.InputStart + ((height - 1) * rows.InputStride) + ((tapRows.Count - 1) * tapRows.InputStep) + 1;
        var (reference, offset) = image.Following("image", "n", y * rows.InputStride, seen);
        ahead?.Begin(
            body, reference, offset + (x * share), place.First + ((y + height) * (resultWidth * Outputs)) + (x * (height * Outputs)),
            (IndexExpression.Variable("n") * resultLength) + (place.Channel * (resultShape[1] * resultWidth)) + (y * resultWidth) + (x * height));
        return ahead;
    }

    private void WriteTapRow(Body body, LongSum sum, Tile sums, int width, Grid grid, IndexExpression ky, TilesAhead? ahead)
    {
        body.Reference("xr", "pixel", ky * (grid.TapRows.InputStep * image.RowStride));
        body.Reference("wr", "weights", ky * (grid.TapRows.WeightStep * kernelWidth * GroupInputs * weights.RowStride));
        if (IsContiguous(grid.TapColumns))
        {
            var steps = grid.TapColumns.Count * GroupInputs;
            if (ahead is null)
            {
                WriteSteps(body, sum, sums, width, grid, "xr", "wr", steps);
                return;
            }

            sum.Loop(body, "part", 0, steps / ahead.Steps, 1, steps / ahead.Steps, ahead.Steps, part =>
            {
                ahead.Step(part);
                WriteSteps(part, sum, sums, width, grid, "xr", "wr", ahead.Steps);
            });
            return;
        }

        sum.Loop(body, "kx", 0, grid.TapColumns.Count, 1, grid.TapColumns.Count, GroupInputs, (inTap, kx) =>
        {
            inTap.Reference("xk", "xr", kx * (grid.TapColumns.InputStep * image.Channels));
            inTap.Reference("wk", "wr", kx * (grid.TapColumns.WeightStep * GroupInputs * weights.RowStride));
            WriteSteps(inTap, sum, sums, width, grid, "xk", "wk", GroupInputs);
        });
    }

    private void WriteSteps(Body body, LongSum sum, Tile sums, int width, Grid grid, string pixel, string weightRow, int steps) =>
        StepLoop.Write(body, target, sum, "i", steps, [(pixel, 1), (weightRow, weights.RowStride)], (step, behind) => sums.Accumulate(
            step, i => (pixel, (i / width * grid.Rows.InputStride * image.RowStride) + (i % width * grid.Columns.InputStride * image.Channels) + behind),
            (weightRow, behind * weights.RowStride), place: weights.Offset));

    private void ForEachPixel(Body body, Place place, Action<Body, IndexExpression> inner)
    {
        var (rows, columns) = (place.Grid.Rows, place.Grid.Columns);
        body.Loop("row", 0, rows.Count, 1, (inRow, y) => inRow.Loop("column", 0, columns.Count, 1, (inPixel, x) =>
        {
            inPixel.Index("at", place.First + (y * (rows.OutputStep * resultWidth * Outputs)) + (x * (columns.OutputStep * Outputs)));
            inner(inPixel, "at");
        }));
    }

    /// <summary>The epilogue of sums that waited; all are loaded first, since the last vector may repeat channels of the one before.</summary>
    private void WriteEpilogue(Body body, Place place, IndexExpression at)
    {
        var vectors = place.Channels.Vectors;
        var sums = vectors.Select((vector, v) => body.Declare("sum" + v, new Expression.Load("result", at + vector.Offset, vector.Lanes))).ToArray();
        for (var v = 0; v < sums.Length; v++)
        {
            var offset = at + vectors[v].Offset;
            epilogue.Store(body, sums[v], "result", offset, offset, place.Channel + vectors[v].Offset, vectors[v].Count);
        }
    }

    private sealed record Grid(ResultAxis Rows, ResultAxis Columns, TapAxis TapRows, TapAxis TapColumns);

    /// <summary>
    /// A grid's results for some channels: the group that they read, the first of them, where its weights begin, and where its
    /// first result lies.
    /// </summary>
    private sealed record Place(
        Grid Grid, ColumnGroup Channels, IndexExpression Group, IndexExpression Channel, IndexExpression Start, IndexExpression First);
}
