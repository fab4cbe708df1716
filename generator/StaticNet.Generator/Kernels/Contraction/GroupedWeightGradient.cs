using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Weight gradients of convolutions of many small groups, with several groups in a vector (<see cref="GroupLanes"/>). A tile
/// is taps by vectors: for each pixel, dy is loaded once, and x once for each tap.
/// </summary>
/// <param name="Window">The window.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Lanes">How they share vectors.</param>
internal sealed record GroupedWeightGradient(Window2D Window, int Groups, GroupLanes Lanes)
{
    /// <summary>Vectors of a tile at most: two cache lines of 256 bits each.</summary>
    private const int MostVectors = 4;

    /// <summary>Pixels that are summed up in registers, at least, so that adding to memory costs little beside them.</summary>
    private const int PixelsAtATime = 28;

    private int Outputs => Groups * Lanes.Outputs;

    /// <summary>Rows and columns of taps, and vectors, that are summed up together.</summary>
    private sealed record TileShape(int Rows, int Columns, int Vectors);

    public string Describe(SimdTarget target)
    {
        var tile = Choose(target);
        var packing = Lanes.IsDepthwise ? $"{Lanes.Lanes} channels" : $"{Lanes.Count} groups of {Lanes.Outputs} channels in {Lanes.Lanes} lanes";
        var (sums, loads) = (tile.Rows * tile.Columns * tile.Vectors, ((tile.Rows * tile.Columns) + 1) * tile.Vectors);
        return FormattableString.Invariant(
            $"Tile of {tile.Rows} x {tile.Columns} taps x {tile.Vectors} vectors of {packing}: {sums} sums, {loads} loads a pixel, {2.0 * sums / loads:0.#} operations a float loaded.");
    }

    /// <summary>
    /// Adds the gradient of sample n, a part of sums of so many <paramref name="terms"/>: image <c>image</c>, dy at the reference <c>dyn</c>. Channels are the loop around a few rows
    /// of pixels, so that memory is read in its order; each of its rounds ends in an addition to dw, which stays in a cache.
    /// </summary>
    public void Write(Body body, SimdTarget target, PaddedImage image, int height, int width, SumsInMemory sums, long terms)
    {
        var tile = Choose(target);
        Loop(sums.Loop, body, "row", height, BandOf(height, width), (inBand, y, lines) =>
            Loop(Whole, inBand, "ky", Window.Height.Kernel, tile.Rows, (inRows, ky, rows) =>
            {
                foreach (var groups in Lanes.Tiles(Groups, tile.Vectors, overlaps: false))
                {
                    groups.Loop(inRows, (inTile, g) => Loop(Whole, inTile, "kx", Window.Width.Kernel, tile.Columns, (inTaps, kx, columns) =>
                        inTaps.Loop("i", 0, Lanes.Inputs, 1, (inner, i) =>
                            WriteTile(inner, groups.Vectors, g, ky, rows, kx, columns, i, image, y, lines, width, terms))));
                }
            }));

        static void Whole(Body body, string variable, IndexExpression from, IndexExpression to, int step, long rounds, long terms, Action<Body, IndexExpression> inner) =>
            body.Loop(variable, from, to, step, inner);

        static void Loop(SumLoop loop, Body body, string variable, int count, int step, Action<Body, IndexExpression, int> tile)
        {
            var whole = count / step * step;
            loop(body, variable, 0, whole, step, count / step, 1, (inner, k) => tile(inner, k, step));
            if (whole < count)
                body.Loop(variable, whole, count, count - whole, (inner, k) => tile(inner, k, count - whole));
        }
    }

    /// <summary>How often a sample adds to each gradient.</summary>
    public int Additions(int height, int width) => (height + BandOf(height, width) - 1) / BandOf(height, width);

    private static int BandOf(int height, int width) => Math.Min(height, (PixelsAtATime + width - 1) / width);

    /// <summary>Taps of a row, or a part of it; then vectors, then further rows of taps, as registers hold their sums.</summary>
    private TileShape Choose(SimdTarget target)
    {
        var parts = (Window.Width.Kernel + target.Accumulators - 1) / target.Accumulators;
        var columns = (Window.Width.Kernel + parts - 1) / parts;
        var vectors = Math.Max(1, Math.Min(MostVectors, Math.Min(target.Accumulators / columns, Groups / Lanes.Count)));
        return new TileShape(Math.Min(Window.Height.Kernel, target.Accumulators / (columns * vectors)), columns, vectors);
    }

    private void WriteTile(
        Body body, IReadOnlyList<GroupVector> vectors, IndexExpression g, IndexExpression ky, int rows, IndexExpression kx, int columns,
        IndexExpression i, PaddedImage image, IndexExpression y, int lines, int width, long terms)
    {
        var taps = (from row in Enumerable.Range(0, rows) from column in Enumerable.Range(0, columns) select (Row: row, Column: column)).ToArray();
        Expression Sum(int tap, int v) => new Expression.Local($"sum{tap}_{v}", Lanes.Lanes);
        for (var tap = 0; tap < taps.Length; tap++)
        {
            for (var v = 0; v < vectors.Count; v++)
                body.Declare($"sum{tap}_{v}", new Expression.Literal(0, Lanes.Lanes));
        }

        var (rowStep, columnStep) = (Window.Height.Dilation * image.RowStride, Window.Width.Dilation * image.Channels);
        var accumulators = from tap in Enumerable.Range(0, taps.Length) from v in Enumerable.Range(0, vectors.Count) select Sum(tap, v);
        LongSum.Write(body, terms, accumulators, (inSum, sum) => sum.Loop(inSum, "line", 0, lines, 1, lines, width, (inRow, line) =>
        {
            inRow.Reference("xr", "image",
                ((y + line) * (Window.Height.Stride * image.RowStride)) + (ky * rowStep) + (kx * columnStep) + (g * Lanes.Inputs) + i);
            inRow.Reference("dyr", "dyn", ((y + line) * (width * Outputs)) + (g * Lanes.Outputs));
            sum.Loop(inRow, "column", 0, width, 1, width, 1, inPixel =>
            {
                for (var v = 0; v < vectors.Count; v++)
                {
                    var dy = inPixel.Declare("dy" + v, new Expression.Load("dyr", vectors[v].Start * Lanes.Outputs, Lanes.Lanes));
                    for (var tap = 0; tap < taps.Length; tap++)
                    {
                        var x = Lanes.Spread("xr", (taps[tap].Row * rowStep) + (taps[tap].Column * columnStep), vectors[v]);
                        inPixel.Assign($"sum{tap}_{v}", new Expression.MultiplyAdd(x, dy, Sum(tap, v)));
                    }
                }

                inPixel.Advance("xr", Window.Width.Stride * image.Channels);
                inPixel.Advance("dyr", Outputs);
            });
        }));

        var pixel = Lanes.Inputs * Outputs;
        body.Reference("dwk", "dw", (ky * (Window.Width.Kernel * pixel)) + (kx * pixel) + (i * Outputs) + (g * Lanes.Outputs));
        for (var tap = 0; tap < taps.Length; tap++)
        {
            for (var v = 0; v < vectors.Count; v++)
            {
                var offset = (((taps[tap].Row * Window.Width.Kernel) + taps[tap].Column) * pixel) + (vectors[v].Start * Lanes.Outputs);
                body.Store("dwk", offset, new Expression.Load("dwk", offset, Lanes.Lanes) + Sum(tap, v), vectors[v].Groups * Lanes.Outputs);
            }
        }
    }
}
