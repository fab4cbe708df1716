using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Tests.Formulas;

public class ActivationTests
{
    private static readonly double[] AwayFromKinks = [-30, -4.5, -1, -0.25, -1e-3, 1e-3, 0.25, 1, 4.5, 30];

    public static TheoryData<string, double[]> Rows => new()
    {
        { "ELU", [1] },
        { "ELU", [0.3] },
        { "ELU", [-0.5] },
        { "LeakyReLU", [0.01] },
        { "LeakyReLU", [-0.2] },
        { "LeakyReLU", [0] },
        { "ReLU", [] },
        { "Sigmoid", [] },
        { "Tanh", [] },
    };

    [Fact]
    public void Every_row_is_tested() =>
        Activations.Table.Select(row => row.Name)
            .ShouldBe(Rows.Select(row => (string)row[0]).Distinct(), ignoreOrder: false);

    [Fact]
    public void Rows_take_as_many_numbers_as_they_declare()
    {
        foreach (var row in Activations.Table)
            row.Create(row.Parameters.Select(parameter => parameter.Default).ToArray()).Name.ShouldBe(row.Name);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Derivative_agrees_with_central_differences(string name, double[] numbers)
    {
        var activation = Create(name, numbers);
        foreach (var x in AwayFromKinks.Where(x => Math.Abs(x) > 0.01))
        {
            var expected = DifferentiationTests.Slope(activation.Formula, [x]).ShouldNotBeNull();
            activation.Derivative.Evaluate([x]).ShouldBe(expected, 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Derivative_from_the_output_is_the_derivative(string name, double[] numbers)
    {
        var activation = Create(name, numbers);
        if (activation.DerivativeFromOutput is not { } fromOutput)
            return;

        foreach (var x in AwayFromKinks.Append(0))
            fromOutput.Evaluate([activation.Formula.Evaluate([x])]).ShouldBe(activation.Derivative.Evaluate([x]), 1e-12);
    }

    [Fact]
    public void The_output_tells_the_derivative_only_where_it_keeps_the_sign()
    {
        Activations.LeakyRelu(0.01).DerivativeFromOutput.ShouldNotBeNull();
        Activations.LeakyRelu(0).DerivativeFromOutput.ShouldBeNull();
        Activations.LeakyRelu(-0.2).DerivativeFromOutput.ShouldBeNull();
    }

    [Fact]
    public void The_output_does_not_tell_a_derivative_that_it_has_rounded_away()
    {
        Activations.Elu(1).DerivativeFromOutput.ShouldBeNull();
        Activations.Elu(1).Derivative.Evaluate([-20]).ShouldBe(2.061153622438558e-9, 1e-22);
    }

    [Fact]
    public void Slopes_at_the_kink_are_those_of_PyTorch()
    {
        Activations.Relu.Derivative.Evaluate([0]).ShouldBe(0);
        Activations.LeakyRelu(0.01).Derivative.Evaluate([0]).ShouldBe(0.01);
        Activations.Elu(0.5).Derivative.Evaluate([0]).ShouldBe(0.5);
    }

    [Fact]
    public void Formulas_and_derivatives_read_well()
    {
        string[] x = ["x"];
        string[] y = ["y"];
        Activations.Relu.Formula.ToText(x).ShouldBe("max(x, 0)");
        Activations.Relu.Derivative.ToText(x).ShouldBe("x > 0 ? 1 : 0");
        Activations.LeakyRelu(0.01).Formula.ToText(x).ShouldBe("x > 0 ? x : 0.01 * x");
        Activations.LeakyRelu(0.01f).Derivative.ToText(x).ShouldBe("x > 0 ? 1 : 0.01");
        Activations.Elu(1).Formula.Simplify().ToText(x).ShouldBe("x > 0 ? x : expm1(x)");
        Activations.Elu(0.5).Derivative.ToText(x).ShouldBe("x > 0 ? 1 : 0.5 * exp(x)");
        Activations.Sigmoid.DerivativeFromOutput!.ToText(y).ShouldBe("y * (1 - y)");
        Activations.Tanh.DerivativeFromOutput!.ToText(y).ShouldBe("1 - y * y");
    }

    [Fact]
    public void The_gradient_of_a_masked_activation_needs_no_multiplication()
    {
        var gradient = new Input(1);
        var backward = (gradient * Activations.Relu.DerivativeFromOutput!).Simplify();
        backward.ToText(["y", "g"]).ShouldBe("y > 0 ? g : 0");
    }

    private static Activation Create(string name, double[] numbers) =>
        Activations.Table.Single(row => row.Name == name).Create(numbers);
}
