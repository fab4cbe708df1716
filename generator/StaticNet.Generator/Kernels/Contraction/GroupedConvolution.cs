using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Convolutions of many small groups, depthwise ones above all, with several groups in a vector (<see cref="GroupLanes"/>).
/// A tile is some adjacent pixels of a row. For each row of taps, its weights stay in registers while the tile's input
/// columns pass by, and each is loaded (and spread) once for all taps that meet it.
/// </summary>
internal sealed class GroupedConvolution : TapGrid
{
    /// <summary>Sums that keep two fused multiply-add units of latency four busy.</summary>
    private const int IndependentSums = 8;

    /// <summary>Taps of a row whose weights are kept in registers at a time.</summary>
    private const int MostTaps = 7;

    /// <summary>
    /// Up to so many taps of a row, fetching lines takes longer than computing on them; with more, registers are better spent on
    /// pixels.
    /// </summary>
    private const int FewTaps = 3;

    private const int MostPixels = 14;

    /// <summary>The longest row of taps that is code from end to end.</summary>
    private const int MostWrittenOut = 64;

    private readonly SimdTarget target;
    private readonly GroupLanes lanes;
    private readonly PaddedImage image;
    private readonly Epilogue epilogue;
    private readonly int outputChannels;
    private readonly int kernelWidth;
    private readonly int resultLength;
    private readonly int resultWidth;

    public GroupedConvolution(
        SimdTarget target, GroupLanes lanes, PaddedImage image, Epilogue epilogue, int outputChannels, int kernelWidth, int resultHeight, int resultWidth)
    {
        this.target = target;
        this.lanes = lanes;
        this.image = image;
        this.epilogue = epilogue;
        this.outputChannels = outputChannels;
        this.kernelWidth = kernelWidth;
        this.resultWidth = resultWidth;
        resultLength = resultHeight * resultWidth * outputChannels;
    }

    private int Groups => image.Channels / lanes.Inputs;

    /// <summary>Pixels by vectors, and the taps of a row that are handled together.</summary>
    private sealed record Tile(int Pixels, int Vectors, int Taps);

    public override string Describe(ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        var tile = Choose(target, lanes, Groups, Math.Max(1, tapColumns.Count), columns.Count);
        var packing = lanes.IsDepthwise ? $"{lanes.Lanes} channels" : $"{lanes.Count} groups of {lanes.Outputs} channels in {lanes.Lanes} lanes";
        var (sums, loads) = (tile.Pixels * tile.Vectors * tile.Taps, (tile.Pixels + (2 * tile.Taps) - 1) * tile.Vectors);
        return FormattableString.Invariant(
            $"Tile of {tile.Pixels} pixels x {tile.Vectors} vectors of {packing}: a row of taps is {sums} multiply-adds on {loads} loads, {2.0 * sums / loads:0.#} operations a float loaded; its weights stay in registers.");
    }

    public override void Write(Body body, ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        if (rows.Count <= 0 || columns.Count <= 0)
            return;
        var tile = Choose(target, lanes, Groups, Math.Max(1, tapColumns.Count), columns.Count);

        // Channels innermost: memory is read in its order.
        body.Loop("row", 0, rows.Count, 1, (inRow, y) =>
        {
            var hasTaps = tapRows.Count > 0 && tapColumns.Count > 0;
            var (from, to) = hasTaps ? DeclareTapRows(inRow, y, rows, tapRows) : (0, 0);
            foreach (var (first, last, pixels) in Runs(columns, tapColumns, tile.Pixels))
            {
                inRow.Loop("column", first, last, pixels, (inColumns, x) =>
                {
                    foreach (var groups in lanes.Tiles(Groups, tile.Vectors))
                        groups.Loop(inColumns, (inTile, g) => WriteTile(inTile, new Span(this, groups.Vectors, pixels, x, columns, tapColumns), g, x));
                });
            }

            void WriteTile(Body inTile, Span span, IndexExpression g, IndexExpression x)
            {
                span.DeclareZeros(inTile);
                if (hasTaps)
                {
                    inTile.Reference("weights", "w",
                        (g * lanes.Outputs) + (((tapRows.WeightStart * kernelWidth) + tapColumns.WeightStart) * lanes.Inputs * outputChannels));
                    LongSum.WriteProducts(inTile, (long)tapRows.Count * tapColumns.Count * lanes.Inputs, span.Accumulators, (inSum, sum) => sum.Loop(
                        inSum, "ky", from, to, 1, tapRows.Count, TermsOfRow(tapColumns) * lanes.Inputs, (inTaps, ky) =>
                    {
                        // No reference may leave its buffer, so it points to the first column that the tile reads.
                        inTaps.Reference("xr", "image",
                            (((y * rows.InputStride) + (ky * tapRows.InputStep) + tapRows.InputStart) * image.RowStride)
                            + (((x * columns.InputStride) + (tapColumns.InputStart + span.Outside)) * image.Channels) + (g * lanes.Inputs));
                        inTaps.Reference("wr", "weights", ky * (tapRows.WeightStep * kernelWidth * lanes.Inputs * outputChannels));
                        WriteTapRow(inTaps, sum, span, tapColumns, tile.Taps);
                    }));
                }

                WriteResults(inTile, span, g, y, x, rows, columns);
            }
        });
    }

    /// <summary>
    /// With few taps, two vectors (a cache line of 256-bit ones), so that a line that has left the first-level cache is fetched
    /// once a tile: channels are often a power of two, and then the pixels of a tile share few of its sets. Then as many pixels
    /// as registers hold beside the weights of a row of taps, in tiles of nearly equal size.
    /// </summary>
    private static Tile Choose(SimdTarget target, GroupLanes lanes, int groups, int taps, int width)
    {
        if (target.IsPlain)
            return new Tile(1, 1, 1);
        var registers = target.Tier == Tier.Vector512 ? 32 : 16;
        var available = (groups + lanes.Count - 1) / lanes.Count;
        var vectors = Math.Min(available, taps <= FewTaps && lanes.Lanes < CostModel.LineFloats ? 2 : 1);
        var together = Math.Min(taps, MostTaps);
        var most = Math.Min(MostPixels, Math.Min(target.Accumulators / vectors, ((registers - 1) / vectors) - together));
        var tiles = (width + most - 1) / most;
        var pixels = (width + tiles - 1) / tiles;

        // Rows that are too short to hide latency take more vectors of channels.
        while (pixels * vectors < IndependentSums && vectors < available && ((pixels + together) * (vectors + 1)) + 1 <= registers)
            vectors++;
        return new Tile(pixels, vectors, together);
    }

    /// <summary>
    /// The taps [from, to) of row y that lie inside the image: input row y s + t d + start for tap t. An image with a border has
    /// all of them.
    /// </summary>
    private (IndexExpression From, IndexExpression To) DeclareTapRows(Body body, IndexExpression y, ResultAxis rows, TapAxis taps)
    {
        var last = taps.InputStart + ((rows.Count - 1) * rows.InputStride) + ((taps.Count - 1) * taps.InputStep);
        IndexExpression from = 0, to = taps.Count;
        var start = (y * rows.InputStride) + taps.InputStart;
        if (taps.Count > 0 && taps.InputStart < 0)
        {
            body.Larger("rowsAbove", 0, start * -1);
            from = Quotient("tapsFrom", IndexExpression.Variable("rowsAbove") + (taps.InputStep - 1));
        }

        if (taps.Count > 0 && last >= image.Height)
        {
            body.Larger("rowsLeft", 0, (start * -1) + (image.Height - 1 + taps.InputStep));
            body.Smaller("tapsTo", taps.Count, Quotient("tapsInside", "rowsLeft"));
            to = "tapsTo";
        }

        return (from, to);

        IndexExpression Quotient(string name, IndexExpression dividend)
        {
            if (taps.InputStep == 1)
                return dividend;
            body.Add(new Statement.DeclareIndexQuotient(name, dividend, taps.InputStep));
            return name;
        }
    }

    /// <summary>
    /// The tiles of a row: those whose taps all lie inside the image form loops, those at its edges are written out one by one,
    /// without the taps that lie outside.
    /// </summary>
    private IEnumerable<(int First, int Last, int Pixels)> Runs(ResultAxis columns, TapAxis taps, int pixels)
    {
        // Of the tiles that begin inside the image on the left, those before this column lie inside on the right.
        var reach = ((pixels - 1) * columns.InputStride) + ((taps.Count - 1) * taps.InputStep);
        var inside = taps.Count == 0 ? columns.Count : (image.Width - 1 - reach - taps.InputStart) / columns.InputStride;
        bool IsInside(int first) => taps.Count == 0
            || (taps.InputStart + (first * columns.InputStride) >= 0 && reach + taps.InputStart + (first * columns.InputStride) < image.Width);

        for (var first = 0; first < columns.Count;)
        {
            var last = first + pixels;
            if (last > columns.Count)
                last = columns.Count;
            else if (IsInside(first))
                last = first + (((Math.Min(inside, columns.Count - pixels) - first) / pixels * pixels) + pixels);
            yield return (first, last, Math.Min(pixels, last - first));
            first = last;
        }
    }

    /// <summary>Terms of a row of taps, which is written out: what it adds up is joined behind it, however many they are.</summary>
    private static int TermsOfRow(TapAxis taps) => Math.Min(taps.Count, LongSum.BlockTerms);

    private void WriteTapRow(Body body, LongSum sum, Span span, TapAxis taps, int together) => 
        sum.Loop(body, "i", 0, lanes.Inputs, 1, lanes.Inputs, TermsOfRow(taps), step =>
    {
        // Few rows of taps are so long that they become a loop; its taps are those that all pixels have inside the image.
        var (from, to) = taps.Count <= MostWrittenOut ? (0, 0) : span.FindInnerTaps();
        to = from + ((to - from) / together * together);
        if (to > from)
        {
            step.Scope(before => WriteTaps(before, 0, from));
            WriteTapLoop(step, span, taps, from, to, together);
        }

        WriteTaps(step, to > from ? to : 0, taps.Count);
        if (lanes.Inputs > 1)
        {
            step.Advance("xr", 1);
            step.Advance("wr", outputChannels);
        }

        void WriteTaps(Body inner, int first, int last)
        {
            for (; first < last; first += together)
                span.Accumulate(inner, "xr", "wr", first, Math.Min(last, first + together));
        }
    });

    private void WriteTapLoop(Body body, Span span, TapAxis taps, int from, int to, int together)
    {
        var (input, weight) = (taps.InputStep * image.Channels, taps.WeightStep * lanes.Inputs * outputChannels);
        body.Reference("xk", "xr", from * input);
        body.Reference("wk", "wr", from * weight);
        body.Loop("kx", from, to, together, inner =>
        {
            span.Accumulate(inner, "xk", "wk", 0, together, isInside: true);
            inner.Advance("xk", together * input);
            inner.Advance("wk", together * weight);
        });
    }

    private void WriteResults(Body body, Span span, IndexExpression g, IndexExpression y, IndexExpression x, ResultAxis rows, ResultAxis columns)
    {
        var channel = g * lanes.Outputs;
        body.Index("at", (IndexExpression.Variable("n") * resultLength)
            + (((y * rows.OutputStep) + rows.OutputStart) * (resultWidth * outputChannels))
            + (((x * columns.OutputStep) + columns.OutputStart) * outputChannels) + channel);
        for (var pixel = 0; pixel < span.Pixels; pixel++)
        {
            for (var v = 0; v < span.Vectors.Count; v++)
            {
                var first = span.Vectors[v].Start * lanes.Outputs;
                var offset = IndexExpression.Variable("at") + (pixel * columns.OutputStep * outputChannels) + first;
                epilogue.Store(body, span.Sum(pixel, v), "result", offset, offset, channel + first, span.Vectors[v].Groups * lanes.Outputs);
            }
        }
    }

    /// <summary>The accumulators of one tile, and the taps that they meet.</summary>
    private sealed class Span
    {
        private readonly GroupedConvolution convolution;
        private readonly ResultAxis columns;
        private readonly TapAxis taps;

        /// <summary>The input column of pixel 0 and tap 0, where it is known; an inner tile has all its taps inside.</summary>
        private readonly int? start;

        public Span(
            GroupedConvolution convolution, IReadOnlyList<GroupVector> vectors, int pixels, IndexExpression x, ResultAxis columns, TapAxis taps)
        {
            this.convolution = convolution;
            this.columns = columns;
            this.taps = taps;
            (Vectors, Pixels) = (vectors, pixels);
            start = x.IsConstant ? taps.InputStart + (x.Constant * columns.InputStride) : null;
        }

        public IReadOnlyList<GroupVector> Vectors { get; }

        public int Pixels { get; }

        /// <summary>How many columns lie before the image.</summary>
        public int Outside => Math.Max(0, -(start ?? 0));

        public void DeclareZeros(Body body)
        {
            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                for (var v = 0; v < Vectors.Count; v++)
                    body.Declare(Name(pixel, v), new Expression.Literal(0, convolution.lanes.Lanes));
            }
        }

        /// <summary>The taps [from, to) that all pixels have inside the image.</summary>
        public (int From, int To) FindInnerTaps()
        {
            if (start is not { } s)
                return (0, taps.Count);
            var from = Math.Min(taps.Count, (Outside + taps.InputStep - 1) / taps.InputStep);
            var room = convolution.image.Width - 1 - s - ((Pixels - 1) * columns.InputStride);
            return (from, room < 0 ? from : Math.Max(from, Math.Min(taps.Count, (room / taps.InputStep) + 1)));
        }

        /// <summary>Taps [first, last) of one row and one input channel of each group, input columns in order.</summary>
        public void Accumulate(Body body, string pixel, string weights, int first, int last, bool isInside = false)
        {
            var lanes = convolution.lanes;
            var meetings =
                (from p in Enumerable.Range(0, Pixels)
                 from tap in Enumerable.Range(first, last - first)
                 let input = (p * columns.InputStride) + (tap * taps.InputStep)
                 where isInside || start is not { } s || (s + input >= 0 && s + input < convolution.image.Width)
                 orderby input, tap descending
                 group (Pixel: p, Tap: tap) by input).ToArray();
            foreach (var tap in meetings.SelectMany(column => column).Select(meeting => meeting.Tap).Distinct().OrderBy(tap => tap))
            {
                for (var v = 0; v < Vectors.Count; v++)
                {
                    var offset = (tap * taps.WeightStep * lanes.Inputs * convolution.outputChannels) + (Vectors[v].Start * lanes.Outputs);
                    body.Declare(Weight(tap, v), new Expression.Load(weights, offset, lanes.Lanes));
                }
            }

            foreach (var column in meetings)
            {
                for (var v = 0; v < Vectors.Count; v++)
                {
                    var input = lanes.Spread(pixel, (column.Key - Outside) * convolution.image.Channels, Vectors[v]);
                    if (column.Count() > 1)
                        input = body.Declare($"x{column.Key}_{v}_{first}", input);
                    foreach (var (p, tap) in column)
                        body.Assign(Name(p, v), new Expression.MultiplyAdd(input, new Expression.Local(Weight(tap, v), lanes.Lanes), Sum(p, v)));
                }
            }
        }

        /// <summary>All accumulators.</summary>
        public IEnumerable<Expression> Accumulators => from pixel in Enumerable.Range(0, Pixels) from v in Enumerable.Range(0, Vectors.Count) select Sum(pixel, v);

        public Expression Sum(int pixel, int vector) => new Expression.Local(Name(pixel, vector), convolution.lanes.Lanes);

        private static string Name(int pixel, int vector) => $"sum{pixel}_{vector}";

        private static string Weight(int tap, int vector) => $"w{tap}_{vector}";
    }
}
