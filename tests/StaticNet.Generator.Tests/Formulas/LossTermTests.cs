using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Tests.Formulas;

public class LossTermTests
{
    private static readonly string[] Names = ["o", "t"];

    [Fact]
    public void Derivatives_agree_with_central_differences()
    {
        foreach (var term in LossTerms.Table)
        {
            foreach (var output in (double[])[-20, -3, -0.5, 0.5, 3, 20])
            {
                foreach (var target in (double[])[0, 0.25, 1])
                {
                    var expected = DifferentiationTests.Slope(term.Formula, [output, target]).ShouldNotBeNull();
                    term.Derivative.Evaluate([output, target]).ShouldBe(expected, 1e-6, term.Name);
                }
            }
        }
    }

    [Fact]
    public void Squared_errors_are_those_of_the_textbook()
    {
        LossTerms.HalfSquaredError.Formula.Evaluate([1, 4]).ShouldBe(4.5);
        LossTerms.HalfSquaredError.Derivative.ToText(Names).ShouldBe("o - t");
        LossTerms.SquaredError.Formula.Evaluate([1, 4]).ShouldBe(9);
        LossTerms.SquaredError.Derivative.ToText(Names).ShouldBe("2 * (o - t)");
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.3, 0)]
    [InlineData(-2, 0.4)]
    public void Binary_cross_entropy_is_that_of_the_textbook(double logit, double target)
    {
        var probability = 1 / (1 + Math.Exp(-logit));
        LossTerms.SigmoidBinaryCrossEntropy.Formula.Evaluate([logit, target]).ShouldBe(
            -(target * Math.Log(probability)) - ((1 - target) * Math.Log(1 - probability)), 1e-14);
    }

    [Fact]
    public void Binary_cross_entropy_survives_logits_of_any_size()
    {
        var term = LossTerms.SigmoidBinaryCrossEntropy;
        term.Formula.Evaluate([1e4, 0]).ShouldBe(1e4);
        term.Formula.Evaluate([-1e4, 0]).ShouldBe(0);
        term.Formula.Evaluate([-1e4, 1]).ShouldBe(1e4);
        term.Derivative.Evaluate([-1e4, 1]).ShouldBe(-1);
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(-20, 0)]
    public void Binary_cross_entropy_of_right_logits_keeps_its_slope(double logit, double target) =>
        Math.Abs(LossTerms.SigmoidBinaryCrossEntropy.Derivative.Evaluate([logit, target])).ShouldBe(2.061153618190204e-9, 1e-22);

    [Fact]
    public void Binary_cross_entropy_has_its_true_slope_at_zero() =>
        LossTerms.SigmoidBinaryCrossEntropy.Derivative.Evaluate([0, 0.2]).ShouldBe(0.3, 1e-15);

    [Fact]
    public void Binary_cross_entropy_simplifies_to_itself() =>
        LossTerms.SigmoidBinaryCrossEntropy.Formula.Simplify().ToText(["x", "t"])
            .ShouldBe("(x > 0 ? 1 - t : -t) * x + log1p(exp(-abs(x)))");
}
