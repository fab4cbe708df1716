using System.Globalization;
using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Tests.Formulas;

public class FormulaTests
{
    private static readonly string[] Names = ["x", "y", "z"];
    private static readonly Formula X = new Input(0);
    private static readonly Formula Y = new Input(1);
    private static readonly Formula Z = new Input(2);

    [Fact]
    public void Equality_is_by_value()
    {
        var first = new RandomFormulas(seed: 4, inputCount: 3);
        var second = new RandomFormulas(seed: 4, inputCount: 3);
        for (var round = 0; round < 200; round++)
        {
            var formula = first.Next(depth: 6);
            var same = second.Next(depth: 6);
            formula.ShouldBe(same);
            formula.GetHashCode().ShouldBe(same.GetHashCode());
            formula.ShouldNotBe(same + 1);
        }

        ((Formula)0.0).ShouldNotBe(-0.0);
        ((Formula)double.NaN).ShouldBe(double.NaN);
        (X + Y).ShouldNotBe(Y + X);
        (X + Y).ShouldNotBe(X - Y);
    }

    [Fact]
    public void Equality_of_shared_subexpressions_is_linear()
    {
        var first = X;
        var second = (Formula)new Input(0);
        for (var link = 0; link < 200; link++)
        {
            first = first * Formula.Sigmoid(first);
            second = second * Formula.Sigmoid(second);
        }

        // Not ShouldBe, which would write both out.
        first.Equals(second).ShouldBeTrue();
        first.ReplaceSubexpression(second, Y).ShouldBe(Y);
    }

    public static TheoryData<string, string> Texts => new()
    {
        { (X - (Y - Z)).ToText(Names), "x - (y - z)" },
        { (X - Y - Z).ToText(Names), "x - y - z" },
        { (X + (Y * Z)).ToText(Names), "x + y * z" },
        { ((X + Y) * Z).ToText(Names), "(x + y) * z" },
        { (X / (Y * Z)).ToText(Names), "x / (y * z)" },
        { (-(X * Y)).ToText(Names), "-(x * y)" },
        { (-X * Y).ToText(Names), "-x * y" },
        { (-(-X)).ToText(Names), "-(-x)" },
        { (-(Formula)(-2)).ToText(Names), "-(-2)" },
        { (-Formula.Exp(X + Y)).ToText(Names), "-exp(x + y)" },
        { Formula.Maximum(X + Y, Formula.Minimum(Z, 0)).ToText(Names), "max(x + y, min(z, 0))" },
        { Formula.Select(Comparison.GreaterOrEqual, X + Y, Z, X, -Y).ToText(Names), "x + y >= z ? x : -y" },
        { (1 + Formula.Select(Comparison.Equal, X, Y, Z, 0)).ToText(Names), "1 + (x == y ? z : 0)" },
        {
            Formula.Select(Comparison.Less, X, Y, Formula.Select(Comparison.LessOrEqual, X, Z, 1, 2), 3).ToText(Names),
            "x < y ? (x <= z ? 1 : 2) : 3"
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text(string text, string expected) => text.ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.1f, "0.1")]
    [InlineData(0.01, "0.01")]
    [InlineData(100000, "100000")]
    [InlineData(16777216, "16777216")]
    [InlineData(1f / 3, "0.33333334")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-infinity")]
    public void Numbers_are_printed_shortest(double value, string expected)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // A culture made here: those of the system are not there in invariant mode.
            var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            hostile.NumberFormat.NumberDecimalSeparator = ",";
            hostile.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = hostile;
            new Constant(value).ToText([]).ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Substitution_inlines_and_renumbers()
    {
        var scaled = (X * Y).Substitute(index => index == 0 ? Formula.Exp(Y) : new Input(5));
        scaled.ShouldBe(Formula.Exp(Y) * new Input(5));
        scaled.Inputs.ShouldBe([1, 5]);
    }

    [Fact]
    public void A_derivative_is_rewritten_in_the_forward_result()
    {
        var forward = Formula.Sigmoid(X);
        forward.Differentiate(0).ReplaceSubexpression(forward, Y).ToText(Names).ShouldBe("y * (1 - y)");
    }

    [Fact]
    public void Measures()
    {
        var swish = X * Formula.Sigmoid(X);
        swish.OperationCount.ShouldBe(2);
        (swish + swish).OperationCount.ShouldBe(3);
        swish.IsCheap.ShouldBeFalse();
        Formula.Select(Comparison.Greater, X, 0, X, 0.01 * X).IsCheap.ShouldBeTrue();
        Formula.Select(Comparison.Greater, X, 0, X, 0.01 * X).OperationCount.ShouldBe(3);
        (X / Y).IsCheap.ShouldBeFalse();
    }

    [Fact]
    public void Evaluation_of_every_operator()
    {
        foreach (var unary in Enum.GetValues<UnaryOperator>())
            unary.Row().Operator.ShouldBe(unary);

        Formula.Expm1(1e-12).Evaluate([]).ShouldBe(1.0000000000005e-12, 1e-27);
        Formula.Expm1(-800).Evaluate([]).ShouldBe(-1);
        Formula.Expm1(800).Evaluate([]).ShouldBe(double.PositiveInfinity);
        Formula.Log1p(1e-12).Evaluate([]).ShouldBe(9.999999999995e-13, 1e-27);
        Formula.Log1p(double.PositiveInfinity).Evaluate([]).ShouldBe(double.PositiveInfinity);
        Formula.Log1p(-1).Evaluate([]).ShouldBe(double.NegativeInfinity);
        Formula.Sigmoid(-800).Evaluate([]).ShouldBe(0);
        Formula.Sigmoid(800).Evaluate([]).ShouldBe(1);
        Formula.Sigmoid(double.NaN).Evaluate([]).ShouldBe(double.NaN);
        Formula.Maximum(double.NaN, 1).Evaluate([]).ShouldBe(double.NaN);
        Formula.Select(Comparison.LessOrEqual, double.NaN, 1, 2, 3).Evaluate([]).ShouldBe(3);
    }
}
