using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Tests.Formulas;

public class SimplificationTests
{
    private static readonly string[] Names = ["x", "y", "z"];
    private static readonly Formula X = new Input(0);
    private static readonly Formula Y = new Input(1);
    private static readonly Formula Z = new Input(2);

    public static IEnumerable<object[]> Rules =>
    [
        Row(X + 0, "x"),
        Row(0 + X, "x"),
        Row(X - 0, "x"),
        Row(0 - X, "-x"),
        Row(X * 1, "x"),
        Row(X * -1, "-x"),
        Row(X * 0, "0"),
        Row(0 / X, "0"),
        Row(X - X, "x - x"),
        Row(X / X, "x / x"),
        Row(-(-X), "x"),
        Row(X + -Y, "x - y"),
        Row(-X + Y, "y - x"),
        Row(X - -Y, "x + y"),
        Row(-X - Y, "-(x + y)"),
        Row(-(X - Y), "y - x"),
        Row(-(X + 1), "-1 - x"),
        Row(X * 3, "3 * x"),
        Row(3 + X, "x + 3"),
        Row(X + -3, "x - 3"),
        Row(Y + (-3 * X), "y - 3 * x"),
        Row(-2 * (X - Y), "2 * (y - x)"),
        Row(2 * (X * (3 * Y)), "6 * (x * y)"),
        Row((2 * X) * Y, "2 * x * y"),
        Row(1e30 * (1e30 * X), "1E+30 * (1E+30 * x)"),
        Row(X + X, "2 * x"),
        Row((2 * X) - (0.5 * X), "1.5 * x"),
        Row((X + 1) - (2 - Y), "x + y - 1"),
        Row(1 - (X - 2), "3 - x"),
        Row(-X * -Y, "x * y"),
        Row(-X / Y, "-(x / y)"),
        Row(X / 4, "0.25 * x"),
        Row(X / 3, "x / 3"),
        Row(-(X / 3), "x / -3"),
        Row((6 * X) / 3, "2 * x"),
        Row(1 / (2 * X), "0.5 / x"),
        Row(X * (1 / Y), "x / y"),
        Row((3 / X) * (3 / X), "3 / x * (3 / x)"),
        Row(-((X - Y) * (X - Y)), "-((x - y) * (x - y))"),
        Row(-Formula.Tanh(X - Y), "tanh(y - x)"),
        Row(Formula.Abs(-X), "abs(x)"),
        Row(Formula.Abs(X * X), "x * x"),
        Row(Formula.Exp(0), "1"),
        Row(Formula.Maximum(0, X), "max(x, 0)"),
        Row(Formula.Maximum(Formula.Maximum(X, 1), 2), "max(x, 2)"),
        Row(Formula.Minimum(X, X), "x"),
        Row(Formula.Select(Comparison.Less, 0, X, Y, Z), "x > 0 ? y : z"),
        Row(Formula.Select(Comparison.Less, X, Y, Z, Z), "z"),
        Row(Formula.Select(Comparison.Less, X, X, Y, Z), "z"),
        Row(Formula.Select(Comparison.LessOrEqual, X, X, Y, Z), "x <= x ? y : z"),
        Row(Formula.Select(Comparison.Less, 1, 2, Y, Z), "y"),
        Row(Y * Formula.Select(Comparison.Greater, X, 0, 1, 0), "x > 0 ? y : 0"),
        Row(Y * Formula.Select(Comparison.Greater, X, 0, 1, 0.01), "x > 0 ? y : 0.01 * y"),
        Row(Formula.Select(Comparison.Greater, X, 0, Formula.Select(Comparison.Less, X, 0, Y, Z), 0),
            "x > 0 ? z : 0"),
        Row(Formula.Select(Comparison.Less, X, 0, 0, Formula.Select(Comparison.Less, X, 0, Y, Z)),
            "x < 0 ? 0 : z"),
        // NaN is neither, so the outer outcome does not decide the inner one.
        Row(Formula.Select(Comparison.Less, X, 0, 0, Formula.Select(Comparison.GreaterOrEqual, X, 0, Y, Z)),
            "x < 0 ? 0 : x >= 0 ? y : z"),
    ];

    // The formula goes in as text, for the test's name: a public method cannot take an internal type.
    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule(string formula, string simplified, string expected) => simplified.ShouldBe(expected, formula);

    [Fact]
    public void Simplifying_changes_no_value_beyond_rounding_and_ends_in_a_fixed_point()
    {
        var source = new RandomFormulas(seed: 1, inputCount: 3);
        var compared = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var formula = source.Next(depth: 1 + (round % 6));
            var simplified = formula.Simplify();
            simplified.Simplify().ShouldBe(simplified);
            simplified.OperationCount.ShouldBeLessThanOrEqualTo(TreeSize(formula), formula.ToString());

            for (var trial = 0; trial < 4; trial++)
            {
                var point = source.Point();
                if (Subexpressions.Of([formula]).Any(part => !double.IsFinite(part.Evaluate(point))))
                    continue;

                var near = Enumerable.Range(0, 4).Select(_ => source.Perturbed(formula, point)).ToArray();
                var expected = formula.Evaluate(point);
                var tolerance = 1e-6 * (1 + Math.Abs(expected));
                if (!near.All(value => Math.Abs(value - expected) < tolerance))
                    continue;

                compared++;
                simplified.Evaluate(point).ShouldBe(
                    expected, tolerance, $"{formula}  became  {simplified}  at {string.Join(", ", point)}");
            }
        }

        // Points where something is NaN or badly conditioned are passed over; most must not be.
        compared.ShouldBeGreaterThan(30_000);
    }

    [Fact]
    public void Simplifying_is_deterministic()
    {
        var first = new RandomFormulas(seed: 2, inputCount: 3);
        var second = new RandomFormulas(seed: 2, inputCount: 3);
        for (var round = 0; round < 500; round++)
            first.Next(depth: 5).Simplify().ToString().ShouldBe(second.Next(depth: 5).Simplify().ToString());
    }

    [Fact]
    public void A_long_chain_of_shared_subexpressions_stays_linear()
    {
        // As a tree this has 2^200 nodes.
        var chain = X;
        for (var link = 0; link < 200; link++)
            chain = chain * Formula.Sigmoid(chain);

        chain.Simplify().OperationCount.ShouldBe(400);
        chain.Differentiate(0).OperationCount.ShouldBeLessThan(2000);
        (-chain.Differentiate(0)).Simplify().OperationCount.ShouldBeLessThan(2000);
    }

    [Fact]
    public void A_power_of_two_powers_stays_linear()
    {
        var power = 2 * X;
        for (var squaring = 0; squaring < 100; squaring++)
            power = power * power;

        power.Simplify().OperationCount.ShouldBeLessThan(300);
    }

    private static object[] Row(Formula formula, string expected) =>
        [formula.ToText(Names), formula.Simplify().ToText(Names), expected];

    private static int TreeSize(Formula formula) => formula switch
    {
        Input or Constant => 0,
        Select select => 2 + select.Operands().Sum(TreeSize),
        _ => 1 + formula.Operands().Sum(TreeSize),
    };
}
