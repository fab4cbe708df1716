using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Tests.Formulas;

public class DifferentiationTests
{
    private static readonly string[] Names = ["x", "y"];
    private static readonly Formula X = new Input(0);
    private static readonly Formula Y = new Input(1);

    public static IEnumerable<object[]> Derivatives =>
    [
        Row(3, "0"),
        Row(Y, "0"),
        Row(X * X, "2 * x"),
        Row(X * Y, "y"),
        Row(X / Y, "1 / y"),
        Row(0.5 * ((Y - X) * (Y - X)), "x - y"),
        Row(Formula.Maximum(X, 0), "x > 0 ? 1 : 0"),
        Row(Formula.Maximum(0, X), "x > 0 ? 1 : 0"),
        Row(Formula.Minimum(X, 6), "x < 6 ? 1 : 0"),
        Row(Formula.Exp(2 * X), "2 * exp(2 * x)"),
        Row(Formula.Log(X), "1 / x"),
        Row(Formula.Log(3 * X), "1 / x"),
        Row(Formula.Sqrt(X), "0.5 / sqrt(x)"),
        Row(Formula.Sigmoid(X), "sigmoid(x) * (1 - sigmoid(x))"),
        Row(Formula.Tanh(X), "1 - tanh(x) * tanh(x)"),
        Row(Formula.Expm1(X), "exp(x)"),
        Row(Formula.Log1p(X), "1 / (x + 1)"),
        Row(Formula.Abs(X), "x > 0 ? 1 : x < 0 ? -1 : 0"),
        Row(Formula.Select(Comparison.Equal, X, Y, X * X, Y), "x == y ? 2 * x : 0"),
    ];

    // The formula goes in as text, for the test's name: a public method cannot take an internal type.
    [Theory]
    [MemberData(nameof(Derivatives))]
    public void Derivative(string formula, string derivative, string expected) => derivative.ShouldBe(expected, formula);

    [Fact]
    public void Derivatives_of_random_formulas_agree_with_central_differences()
    {
        var source = new RandomFormulas(seed: 3, inputCount: 2);
        var compared = 0;
        var singular = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var formula = source.Next(depth: 1 + (round % 5));
            var derivative = formula.Differentiate(0);
            var point = source.Point();
            if (Subexpressions.Of([formula]).Any(part => !double.IsFinite(part.Evaluate(point)))
                || Slope(formula, point) is not { } expected)
            {
                continue;
            }

            // The root of something that is always 0 has the slope infinity * 0, here as in PyTorch.
            var actual = derivative.Evaluate(point);
            if (!double.IsFinite(actual))
            {
                singular++;
                continue;
            }

            compared++;
            actual.ShouldBe(
                expected, 1e-5 * (1 + Math.Abs(expected)), $"{formula}  has  {derivative}  at {string.Join(", ", point)}");
        }

        singular.ShouldBeLessThan(20);
        compared.ShouldBeGreaterThan(4_000);
    }

    [Theory]
    [InlineData(-1.5, -1)]
    [InlineData(0, 0)]
    [InlineData(1.5, 1)]
    public void Slope_of_a_magnitude(double x, double slope) =>
        Formula.Abs(X).Differentiate(0).Evaluate([x]).ShouldBe(slope);

    [Fact]
    public void A_tie_follows_the_second_operand()
    {
        Formula.Maximum(2 * X, 3 * Y).Differentiate(0).Evaluate([3, 2]).ShouldBe(0);
        Formula.Maximum(2 * X, 3 * Y).Differentiate(1).Evaluate([3, 2]).ShouldBe(3);
        Formula.Minimum(2 * X, 3 * Y).Differentiate(0).Evaluate([3, 2]).ShouldBe(0);
        Formula.Minimum(2 * X, 3 * Y).Differentiate(1).Evaluate([3, 2]).ShouldBe(3);
    }

    /// <summary>The central difference, or null where two step widths or the two sides disagree: a kink, or noise.</summary>
    internal static double? Slope(Formula formula, IReadOnlyList<double> point)
    {
        const double Step = 1e-4;
        var narrow = (At(Step) - At(-Step)) / (2 * Step);
        var wide = (At(2 * Step) - At(-2 * Step)) / (4 * Step);
        var right = (At(Step) - At(0)) / Step;
        var slope = ((4 * narrow) - wide) / 3;
        var scale = 1 + Math.Abs(slope);
        var smooth = Math.Abs(narrow - wide) < 1e-5 * scale && Math.Abs(right - narrow) < 1e-2 * scale;
        return smooth ? slope : null;

        double At(double offset) =>
            formula.Evaluate(point.Select((value, index) => index == 0 ? value + offset : value).ToArray());
    }

    private static object[] Row(Formula formula, string expected) =>
        [formula.ToText(Names), formula.Differentiate(0).ToText(Names), expected];
}
