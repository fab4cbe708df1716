using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Tiles of one width, side by side.</summary>
/// <param name="From">The first column.</param>
/// <param name="To">Behind the last; a multiple of the width from the first.</param>
/// <param name="Width">Columns of a tile.</param>
internal sealed record TileSpan(int From, int To, int Width)
{
    public int Count => (To - From) / Width;
}

/// <summary>Tiles of one height: one row of them after another.</summary>
/// <param name="From">The first row of results.</param>
/// <param name="To">Behind the last; a multiple of the height from the first.</param>
/// <param name="Height">Rows of a tile.</param>
/// <param name="Spans">The tiles of a row, from left to right.</param>
internal sealed record TileBand(int From, int To, int Height, IReadOnlyList<TileSpan> Spans)
{
    /// <summary>Whether these are only the columns at the right edge, which come before the others of their rows.</summary>
    public bool IsEdge => Spans[0].From > 0;

    public int Count => (To - From) / Height;
}

/// <summary>
/// Cuts a grid of results into register tiles. Where the main tiles leave columns or rows, smaller tiles would hide the latency of
/// their multiply-adds badly, so the columns that are left are cut into tiles of their own shape, and the rows into wider ones.
/// </summary>
internal sealed class TileCover
{
    private readonly TapSums sums;
    private readonly bool isByTapRow;

    /// <param name="sums">What is cut.</param>
    /// <param name="isByTapRow">Whether sums wait between rows of taps.</param>
    public TileCover(TapSums sums, bool isByTapRow)
    {
        this.sums = sums;
        this.isByTapRow = isByTapRow;
    }

    /// <summary>The same tile everywhere, cut off at the edges.</summary>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    public IReadOnlyList<TileBand> Uniform(int height, int width) => Bands(height, _ => Spans(0, sums.Columns, width))!;

    /// <summary>The cheapest tiles around a main tile.</summary>
    /// <param name="height">Rows of the main tile.</param>
    /// <param name="width">Its columns.</param>
    public IReadOnlyList<TileBand> Cheapest(int height, int width)
    {
        var whole = sums.Columns / width * width;
        IReadOnlyList<TileSpan>? Main(int tall) => tall == height ? [new(0, whole, width)] : Fill(tall, 0, whole, mayLeaveRest: true);
        IReadOnlyList<TileSpan>? Edge(int tall) => Fill(tall, whole, sums.Columns, mayLeaveRest: false);
        var candidates = new List<IReadOnlyList<TileBand>> { Uniform(height, width) };
        if (Bands(height, tall => Main(tall) is { } main && Edge(tall) is { } edge ? [.. main, .. edge] : null) is { } beside)
            candidates.Add(beside);
        for (var tall = 1; tall <= sums.HighestTile && whole < sums.Columns; tall++)
        {
            if (tall != height && Bands(tall, Edge) is { } edge && Bands(height, Main) is { } main)
                candidates.Add([.. edge, .. main]);
        }

        return candidates.OrderBy(Cycles).First();
    }

    /// <summary>What all tiles take.</summary>
    public double Cycles(IReadOnlyList<TileBand> bands) => bands.Sum(band => band.Count * Cycles(band.Height, band.Spans));

    private double Cycles(int height, IReadOnlyList<TileSpan> spans) => spans.Sum(span => span.Count * sums.TileCycles(height, span.Width, isByTapRow));

    /// <summary>The tiles of a height that do columns in the least time; null if none suits.</summary>
    private IReadOnlyList<TileSpan>? Fill(int height, int from, int to, bool mayLeaveRest) =>
        from == to ? [] : Enumerable.Range(1, to - from)
            .TakeWhile(width => CostModel.FitsRegisters(sums.Target, height * width, sums.Vectors))
            .Where(width => sums.Suits(height, width) && (mayLeaveRest || (to - from) % width == 0))
            .Select(width => Spans(from, to, width))
            .OrderBy(spans => Cycles(height, spans))
            .FirstOrDefault();

    /// <summary>Tiles of a width, and one for the columns that they leave.</summary>
    private static IReadOnlyList<TileSpan> Spans(int from, int to, int width)
    {
        var whole = from + ((to - from) / width * width);
        return whole == to ? [new(from, to, width)] : [new(from, whole, width), new(whole, to, to - whole)];
    }

    /// <summary>Bands of a height, and the rows that they leave; null if tiles of one of the heights do not suit.</summary>
    private IReadOnlyList<TileBand>? Bands(int height, Func<int, IReadOnlyList<TileSpan>?> spans)
    {
        var full = sums.Rows / height * height;
        var bands = new List<TileBand>();
        foreach (var (from, to, tall) in new[] { (0, full, height), (full, sums.Rows, sums.Rows - full) })
        {
            if (from == to)
                continue;
            if (spans(tall) is not { } row)
                return null;
            bands.Add(new TileBand(from, to, tall, row));
        }

        return bands;
    }
}
