using StaticNet.Generator.Kernels.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>The taps of a convolution along one axis: tap t reads input <c>InputStart + t InputStep</c> and weight <c>WeightStart + t WeightStep</c>.</summary>
internal sealed record TapAxis(int Count, int InputStart, int InputStep, int WeightStart, int WeightStep);

/// <summary>Where results lie along one axis: result t is element <c>OutputStart + t OutputStep</c> and moves the input by <c>InputStride</c>.</summary>
internal sealed record ResultAxis(int Count, int OutputStart, int OutputStep, int InputStride);

/// <summary>
/// Convolution with lanes over output channels: result pixels by vectors of channels stay in registers over all taps and input
/// channels. Forward convolutions are one such grid; the data gradient of stride s is s x s of them, interleaved.
/// </summary>
internal sealed class TapConvolution
{
    private readonly SimdTarget target;
    private readonly PaddedImage image;
    private readonly Epilogue epilogue;
    private readonly int groups;
    private readonly int outputChannels;
    private readonly int kernelWidth;
    private readonly int resultLength;
    private readonly int resultWidth;

    public TapConvolution(
        SimdTarget target, PaddedImage image, Epilogue epilogue, int groups, int outputChannels, int kernelWidth, int resultHeight, int resultWidth)
    {
        this.target = target;
        this.image = image;
        this.epilogue = epilogue;
        this.groups = groups;
        this.outputChannels = outputChannels;
        this.kernelWidth = kernelWidth;
        this.resultWidth = resultWidth;
        resultLength = resultHeight * resultWidth * outputChannels;
    }

    private int GroupInputs => image.Channels / groups;

    private int GroupOutputs => outputChannels / groups;

    /// <summary>Pixels by vectors: see <see cref="PixelTile"/>.</summary>
    public static IReadOnlyList<ColumnGroup> Columns(SimdTarget target, int channels) =>
        ColumnPlan.Create(channels, target, target.Tier == Tier.Vector512 && channels >= 32 ? 2 : target.Tier == Tier.Scalar ? 4 : 2, ColumnTail.Overlap);

    /// <summary>
    /// The number of adjacent pixels in a tile: as many as leave registers for one vector of weights each and a broadcast, and
    /// of those the number that leaves the least idle lanes at the end of a row.
    /// </summary>
    public static int PixelTile(SimdTarget target, int vectors, int pixels)
    {
        var most = Math.Min(pixels, Math.Min(14, target.Accumulators / vectors));
        var best = most;
        var bestCost = double.MaxValue;
        for (var tile = most; tile >= Math.Max(1, most / 2); tile--)
        {
            // A tile costs its multiply-adds, but never less than the eight that hide latency.
            var rest = pixels % tile;
            double cost = (pixels / tile * Math.Max(8, tile * vectors)) + (rest > 0 ? Math.Max(8, rest * vectors) : 0);
            if (cost < bestCost)
                (best, bestCost) = (tile, cost);
        }

        return best;
    }

    /// <summary>Writes one grid of results of sample n, whose image is the reference <c>image</c>.</summary>
    public void Write(Body body, ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        if (rows.Count <= 0 || columns.Count <= 0)
            return;
        body.Loop("g", 0, groups, 1, (inGroup, g) =>
        {
            foreach (var channels in Columns(target, GroupOutputs))
            {
                inGroup.Loop("c", channels.Start, channels.Start + Math.Max(1, channels.Repeats * channels.Step), Math.Max(1, channels.Step),
                    (inner, c) => inner.Loop("row", 0, rows.Count, 1,
                        (row, y) => WriteRow(row, channels, g, (g * GroupOutputs) + c, y, rows, columns, tapRows, tapColumns)));
            }
        });
    }

    private void WriteRow(
        Body body, ColumnGroup channels, IndexExpression g, IndexExpression channel, IndexExpression y,
        ResultAxis rows, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        var tile = PixelTile(target, channels.Vectors.Count, columns.Count);
        var whole = columns.Count / tile * tile;
        void Pixels(int from, int to, int count) => body.Loop("column", from, to, Math.Max(1, count), (inner, x) =>
        {
            // Rows of taps begin at row y of the grid, columns at its pixel x.
            inner.Reference("pixel", "image",
                (y * (rows.InputStride * image.RowStride)) + (x * (columns.InputStride * image.Channels)) + (g * GroupInputs)
                + ((tapRows.InputStart * image.RowStride) + (tapColumns.InputStart * image.Channels)));
            inner.Reference("weights", "w",
                channel + (((tapRows.WeightStart * kernelWidth) + tapColumns.WeightStart) * GroupInputs * outputChannels));
            var sums = new Tile(count, channels.Vectors);
            sums.DeclareZeros(inner);
            WriteTaps(inner, sums, columns, tapRows, tapColumns);
            WriteResults(inner, sums, channels, channel, y, x, rows, columns);
        });
        Pixels(0, whole, tile);
        Pixels(whole, columns.Count, columns.Count - whole);
    }

    private void WriteTaps(Body body, Tile sums, ResultAxis columns, TapAxis tapRows, TapAxis tapColumns)
    {
        var pixelStride = columns.InputStride * image.Channels;
        var weightRow = tapRows.WeightStep * kernelWidth * GroupInputs * outputChannels;

        // Taps of a row that are adjacent in the image and in the weights are one longer loop over channels.
        var isContiguous = groups == 1 && (tapColumns.Count == 1 || (tapColumns.InputStep == 1 && tapColumns.WeightStep == 1));
        body.Loop("ky", 0, tapRows.Count, 1, (inRow, ky) =>
        {
            inRow.Reference("xr", "pixel", ky * (tapRows.InputStep * image.RowStride));
            inRow.Reference("wr", "weights", ky * weightRow);
            if (isContiguous)
            {
                WriteChannels(inRow, sums, "xr", "wr", tapColumns.Count * GroupInputs, pixelStride);
                return;
            }

            inRow.Loop("kx", 0, tapColumns.Count, 1, (inTap, kx) =>
            {
                inTap.Reference("xk", "xr", kx * (tapColumns.InputStep * image.Channels));
                inTap.Reference("wk", "wr", kx * (tapColumns.WeightStep * GroupInputs * outputChannels));
                WriteChannels(inTap, sums, "xk", "wk", GroupInputs, pixelStride);
            });
        });
    }

    private void WriteChannels(Body body, Tile sums, string pixel, string weights, int channels, int pixelStride) =>
        body.Loop("i", 0, channels, 1, step =>
        {
            sums.Accumulate(step, row => (pixel, row * pixelStride), (weights, 0));
            step.Advance(pixel, 1);
            step.Advance(weights, outputChannels);
        });

    private void WriteResults(
        Body body, Tile sums, ColumnGroup channels, IndexExpression channel, IndexExpression y, IndexExpression x,
        ResultAxis rows, ResultAxis columns)
    {
        body.Index("at", (IndexExpression.Variable("n") * resultLength)
            + (((y * rows.OutputStep) + rows.OutputStart) * (resultWidth * outputChannels))
            + (((x * columns.OutputStep) + columns.OutputStart) * outputChannels) + channel);
        for (var pixel = 0; pixel < sums.Rows; pixel++)
        {
            for (var v = 0; v < channels.Vectors.Count; v++)
            {
                var offset = IndexExpression.Variable("at") + (pixel * columns.OutputStep * outputChannels) + channels.Vectors[v].Offset;
                epilogue.Store(body, sums.Sum(pixel, v), "result", offset, offset, channel + channels.Vectors[v].Offset, channels.Vectors[v].Count);
            }
        }
    }
}
