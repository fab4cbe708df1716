using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>Poolings and their gradients.</summary>
internal static class Poolings
{
    /// <summary>
    /// y[c, y, x] = max over ky, kx of x[c, y sy + ky - py, x sx + kx - px]; padding never wins, and NaN is not lost, as it
    /// would be by LINQ's maximum.
    /// </summary>
    public static void Max(Window2D window, Tensor x, Tensor y) => ForEachWindow(window, x, y, (at, taps) =>
        y[at.Sample, at.Channel, at.Row, at.Column] = taps.Select(tap => x[at.Sample, at.Channel, tap.Row, tap.Column]).Aggregate(Math.Max));

    /// <summary>dy goes to the first tap in row-major order that equals the maximum.</summary>
    public static void MaxGradient(Window2D window, Tensor x, Tensor y, Tensor dy, Tensor dx) => ForEachWindow(window, x, y, (at, taps) =>
    {
        var maximum = y[at.Sample, at.Channel, at.Row, at.Column];
        var (row, column) = taps.First(tap => x[at.Sample, at.Channel, tap.Row, tap.Column] == maximum);
        dx[at.Sample, at.Channel, row, column] += dy[at.Sample, at.Channel, at.Row, at.Column];
    });

    public static void Average(AveragePool pool, Tensor x, Tensor y) => ForEachWindow(pool.Window, x, y, (at, taps) =>
        y[at.Sample, at.Channel, at.Row, at.Column] =
            taps.Sum(tap => x[at.Sample, at.Channel, tap.Row, tap.Column]) / Size(pool.Window, pool.CountPadding, taps));

    public static void AverageGradient(AveragePoolGradient pool, Tensor dy, Tensor dx) => ForEachWindow(pool.Window, dx, dy, (at, taps) =>
    {
        foreach (var (row, column) in taps)
        {
            dx[at.Sample, at.Channel, row, column] +=
                dy[at.Sample, at.Channel, at.Row, at.Column] / Size(pool.Window, pool.CountPadding, taps);
        }
    });

    /// <summary>For every window, its taps inside the image in row-major order.</summary>
    public static void ForEachWindow(
        Window2D window, Tensor image, Tensor pooled,
        Action<(int Sample, int Channel, int Row, int Column), IReadOnlyList<(int Row, int Column)>> action)
    {
        for (var row = 0; row < pooled.Shape[1]; row++)
        {
            for (var column = 0; column < pooled.Shape[2]; column++)
            {
                var taps = Taps(window.Height, row, image.Shape[1])
                    .SelectMany(y => Taps(window.Width, column, image.Shape[2]).Select(x => (y, x))).ToArray();
                for (var n = 0; n < pooled.Samples; n++)
                {
                    for (var channel = 0; channel < pooled.Shape[0]; channel++)
                        action((n, channel, row, column), taps);
                }
            }
        }
    }

    private static IEnumerable<int> Taps(WindowAxis axis, int window, int length) => Enumerable.Range(0, axis.Kernel)
        .Select(k => (window * axis.Stride) + k - axis.PadBefore)
        .Where(at => at >= 0 && at < length);

    private static double Size(Window2D window, bool countPadding, IReadOnlyCollection<(int Row, int Column)> taps) =>
        countPadding ? window.Height.Kernel * window.Width.Kernel : taps.Count;
}
