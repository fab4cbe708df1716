using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Rows of an image's channels as the caller wants them (<see cref="Companion.RowMajor"/>), copied from rows of its pixels that were
/// stored just before and are still in the caches.
/// </summary>
internal static class RowMajorBand
{
    /// <summary>What it does, as text for comments.</summary>
    public const string Text = "rowMajor[o, y, x] = result[y, x, o], band by band while it is in the caches.";

    /// <summary>Results of a band, at the most: they are to be in the first-level cache still.</summary>
    private const int BandBytes = CostModel.FirstLevelBytes;

    /// <summary>Writes rows of pixels in bands, each of which is copied as soon as it is done.</summary>
    /// <param name="body">Receives the loop.</param>
    /// <param name="image">The shape (C, H, W) of a sample.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="channels">How many channels are written.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="step">Rows that are written together.</param>
    /// <param name="rows">Writes rows: the first, and behind the last.</param>
    public static void Loop(
        Body body, Shape image, IndexExpression sample, IndexExpression channel, int channels, int from, int to, int step,
        Action<Body, IndexExpression, IndexExpression> rows)
    {
        var band = Math.Max(1, BandBytes / (image[2] * channels * sizeof(float)) / step) * step;
        if (to - from <= band)
        {
            rows(body, from, to);
            Write(body, image, sample, from, to - from, channel, channels);
            return;
        }

        body.Loop("band", from, to + (band - 1), band, (inner, first) =>
        {
            inner.Smaller("bandEnd", first + band, to);
            rows(inner, first, "bandEnd");
            Write(inner, image, sample, first, IndexExpression.Variable("bandEnd") - first, channel, channels);
        });
    }

    /// <summary>Writes a band of <c>result</c> to <c>rowMajor</c>.</summary>
    /// <param name="body">Receives the statement.</param>
    /// <param name="image">The shape (C, H, W) of a sample.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="row">The first row of pixels.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="channels">How many channels.</param>
    public static void Write(Body body, Shape image, IndexExpression sample, IndexExpression row, IndexExpression rows, IndexExpression channel, int channels)
    {
        var (count, plane, width) = (image[0], image[1] * image[2], image[2]);
        body.Add(new Statement.Transpose(
            "rowMajor", (sample * image.Length) + (channel * plane) + (row * width), plane,
            "result", (sample * image.Length) + (row * (width * count)) + channel, count, rows * width, channels));
    }
}
