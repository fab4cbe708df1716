using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Tests.Oracle;

/// <summary>
/// Winograd's convolutions by plain matrices, A^T [(G w G^T) (B^T d B)] A, with Cook and Toom's matrices from the points: B^T has the
/// coefficients of the products of (x - q), A^T the powers of the points, G those over the products of their differences.
/// </summary>
internal static class WinogradConvolutions
{
    /// <summary>u[point, i, o], in the order of the tensor: panels of sixteen outputs where it has four axes.</summary>
    public static void Weights(int tile, Tensor w, Tensor u)
    {
        var (outputs, inputs) = (w.Shape[0], w.Shape[1]);
        var g = Matrices(tile).G;
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                var (first, n) = (((o * inputs) + i) * 9, tile + 2);
                var taps = Square(3, (y, x) => w[0, first + (y * 3) + x]);
                var points = Sandwich(g, taps);
                for (var p = 0; p < n * n; p++)
                    u[0, Place(u, p, i, o, inputs, outputs)] = points[p / n, p % n];
            }
        }
    }

    public static void Forward(WinogradAlgorithm convolution, Tensor x, Tensor u, Tensor y)
    {
        var (m, n, result) = (convolution.Tile, convolution.Tile + 2, convolution.Shape.Result);
        var (a, _, b) = Matrices(m);
        var inputs = x.Shape[0];
        for (var sample = 0; sample < y.Samples; sample++)
        {
            for (var top = 0; top < result[1]; top += m)
            {
                for (var left = 0; left < result[2]; left += m)
                {
                    var tiles = Enumerable.Range(0, inputs).Select(i => Sandwich(b, Square(n, (row, column) =>
                        At(x, sample, i, top + row - convolution.PadTop, left + column - convolution.PadLeft)))).ToArray();
                    for (var o = 0; o < result[0]; o++)
                    {
                        var products = Square(n, (row, column) =>
                            Enumerable.Range(0, inputs).Sum(i => u[0, Place(u, (row * n) + column, i, o, inputs, result[0])] * tiles[i][row, column]));
                        var values = Sandwich(a, products);
                        for (var row = 0; row < Math.Min(m, result[1] - top); row++)
                        {
                            for (var column = 0; column < Math.Min(m, result[2] - left); column++)
                                y[sample, o, top + row, left + column] = values[row, column];
                        }
                    }
                }
            }
        }
    }

    private static double At(Tensor x, int sample, int channel, int row, int column) =>
        row < 0 || column < 0 || row >= x.Shape[1] || column >= x.Shape[2] ? 0 : x[sample, channel, row, column];

    private static int Place(Tensor u, int point, int input, int output, int inputs, int outputs) => u.Shape.Rank == 3
        ? (((point * inputs) + input) * outputs) + output
        : (((((point * (outputs / 16)) + (output / 16)) * inputs) + input) * 16) + (output % 16);

    private static (double[,] A, double[,] G, double[,] B) Matrices(int m)
    {
        double[] points = m == 4 ? [0, 0.75, -0.75, 1.5, -1.5] : [0, 1, -1];
        var n = points.Length + 1;
        var (a, g, b) = (new double[m, n], new double[n, 3], new double[n, n]);
        for (var j = 0; j < n - 1; j++)
        {
            var others = points.Where((_, k) => k != j).ToArray();
            var divisor = others.Aggregate(1.0, (product, q) => product * (points[j] - q));
            for (var i = 0; i < m; i++)
                a[i, j] = Math.Pow(points[j], i);
            for (var i = 0; i < 3; i++)
                g[j, i] = Math.Pow(points[j], i) / divisor;
            SetRow(b, j, others);
        }

        (a[m - 1, n - 1], g[n - 1, 2]) = (1, 1);
        SetRow(b, n - 1, points);
        return (a, g, b);
    }

    /// <summary>The coefficients of the product of (x - q).</summary>
    private static void SetRow(double[,] matrix, int row, double[] roots)
    {
        double[] polynomial = [1];
        foreach (var q in roots)
        {
            var next = new double[polynomial.Length + 1];
            for (var i = 0; i < polynomial.Length; i++)
            {
                next[i] -= q * polynomial[i];
                next[i + 1] += polynomial[i];
            }

            polynomial = next;
        }

        for (var i = 0; i < polynomial.Length; i++)
            matrix[row, i] = polynomial[i];
    }

    private static double[,] Square(int n, Func<int, int, double> value)
    {
        var square = new double[n, n];
        for (var y = 0; y < n; y++)
        {
            for (var x = 0; x < n; x++)
                square[y, x] = value(y, x);
        }

        return square;
    }

    /// <summary>M s M^T.</summary>
    private static double[,] Sandwich(double[,] matrix, double[,] square)
    {
        var (rows, n) = (matrix.GetLength(0), matrix.GetLength(1));
        return Square(rows, (y, x) =>
        {
            double sum = 0;
            for (var j = 0; j < n; j++)
            {
                for (var k = 0; k < n; k++)
                    sum += matrix[y, j] * square[j, k] * matrix[x, k];
            }

            return sum;
        });
    }
}
