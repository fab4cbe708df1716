using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Contraction.Winograd;

/// <summary>
/// The transforms of F(m, 3): m results of a correlation with three taps from m + 2 products (Lavin and Gray, "Fast algorithms
/// for convolutional neural networks", 2015), by Cook and Toom's construction: polynomials are evaluated at 0, at pairs of
/// points p and -p, and at infinity. Pairs share their work, an even and an odd part.
/// </summary>
/// <remarks>
/// F(4, 3) takes 3/4 and 3/2 rather than the customary 1 and 2: all constants are exact in binary, and the error of a layer is a
/// third (measured with 64 to 256 channels), since powers of the points stay closer to one.
/// </remarks>
internal sealed class WinogradTransform
{
    private readonly double[] points;

    private WinogradTransform(int outputs, params double[] points)
    {
        Outputs = outputs;
        this.points = points;
    }

    /// <summary>F(2, 3): 2.25 times fewer multiplications in two dimensions.</summary>
    public static WinogradTransform F2 { get; } = new(2, 1);

    /// <summary>F(4, 3): four times fewer.</summary>
    public static WinogradTransform F4 { get; } = new(4, 0.75, 1.5);

    /// <summary>Results along an axis: m.</summary>
    public int Outputs { get; }

    /// <summary>Inputs and products along an axis: m + 2.</summary>
    public int Inputs => Outputs + 2;

    /// <summary>Points of the two-dimensional transform.</summary>
    public int Points => Inputs * Inputs;

    public static WinogradTransform Of(int outputs) => outputs == 4 ? F4 : F2;

    /// <summary>B^T d: values of the polynomial with coefficients d, at every point.</summary>
    public Expression[] Input(Body body, Expression[] d, string prefix)
    {
        // At 0 and at infinity: products of (x^2 - p^2) over all pairs; at p and -p, without that pair and times x (x + p).
        var all = Product(points);
        var result = new Expression[Inputs];
        result[0] = Combine(all, k => d[2 * k]);
        for (var pair = 0; pair < points.Length; pair++)
        {
            var others = Product(points.Where((_, i) => i != pair).ToArray());
            var even = body.Declare(prefix + "even" + pair, Combine(others, k => d[(2 * k) + 2]));
            var odd = body.Declare(prefix + "odd" + pair, Combine(others, k => d[(2 * k) + 1]));
            (result[1 + (2 * pair)], result[2 + (2 * pair)]) = PlusMinus(even, odd, points[pair]);
        }

        result[Inputs - 1] = Combine(all, k => d[(2 * k) + 1]);
        return result;
    }

    /// <summary>G g: three taps at every point, divided by what makes the interpolation exact.</summary>
    public Expression[] Weights(Body body, Expression[] g, string prefix)
    {
        var all = Product(points);
        var result = new Expression[Inputs];
        result[0] = Scale(g[0], 1 / all[0]);
        for (var pair = 0; pair < points.Length; pair++)
        {
            var p = points[pair];
            var others = Product(points.Where((_, i) => i != pair).ToArray());
            var divisor = 2 * p * p * others.Select((c, k) => c * Math.Pow(p, 2 * k)).Sum();
            var even = body.Declare(prefix + "even" + pair, Add(Scale(g[0], 1 / divisor), g[2], p * p / divisor));
            (result[1 + (2 * pair)], result[2 + (2 * pair)]) = PlusMinus(even, g[1], p / divisor);
        }

        result[Inputs - 1] = g[2];
        return result;
    }

    /// <summary>A^T m: results from products.</summary>
    public Expression[] Output(Body body, Expression[] m, string prefix)
    {
        var even = new Expression[points.Length];
        var odd = new Expression[points.Length];
        for (var pair = 0; pair < points.Length; pair++)
        {
            even[pair] = body.Declare(prefix + "even" + pair, m[1 + (2 * pair)] + m[2 + (2 * pair)]);
            odd[pair] = body.Declare(prefix + "odd" + pair, m[1 + (2 * pair)] - m[2 + (2 * pair)]);
        }

        var result = new Expression[Outputs];
        for (var i = 0; i < Outputs; i++)
        {
            var parts = i % 2 == 0 ? even : odd;
            var sum = i == 0 ? m[0] : i == Outputs - 1 ? m[Inputs - 1] : null;
            for (var pair = 0; pair < points.Length; pair++)
                sum = Add(sum, parts[pair], Math.Pow(points[pair], i));
            result[i] = sum!;
        }

        return result;
    }

    /// <summary>Coefficients of the product of (y - p^2) over the points, from the constant upwards.</summary>
    private static double[] Product(double[] points)
    {
        var product = new double[] { 1 };
        foreach (var p in points)
        {
            var next = new double[product.Length + 1];
            for (var i = 0; i < product.Length; i++)
            {
                next[i] -= p * p * product[i];
                next[i + 1] += product[i];
            }

            product = next;
        }

        return product;
    }

    private static Expression Combine(double[] factors, Func<int, Expression> values)
    {
        // The last factor is one.
        var sum = values(factors.Length - 1);
        for (var k = factors.Length - 2; k >= 0; k--)
            sum = Add(sum, values(k), factors[k]);
        return sum;
    }

    private static (Expression Plus, Expression Minus) PlusMinus(Expression even, Expression odd, double factor) =>
        factor == 1 ? (even + odd, even - odd) : (Add(even, odd, factor), Add(even, odd, -factor));

    private static Expression Scale(Expression value, double factor) =>
        factor == 1 ? value : value * new Expression.Literal((float)factor, value.Lanes);

    private static Expression Add(Expression? sum, Expression value, double factor)
    {
        if (sum is null)
            return Scale(value, factor);
        return factor switch
        {
            1 => sum + value,
            -1 => sum - value,
            _ => new Expression.MultiplyAdd(value, new Expression.Literal((float)factor, value.Lanes), sum),
        };
    }
}
