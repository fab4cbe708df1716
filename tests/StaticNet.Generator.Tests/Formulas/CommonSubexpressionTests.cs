using StaticNet.Generator.Formulas;

namespace StaticNet.Generator.Tests.Formulas;

public class CommonSubexpressionTests
{
    private static readonly string[] Names = ["x", "y", "t0", "t1", "t2", "t3"];
    private static readonly Formula X = new Input(0);
    private static readonly Formula Y = new Input(1);

    [Fact]
    public void What_occurs_twice_is_computed_once()
    {
        var sigmoid = Formula.Sigmoid(X + Y);
        Print([sigmoid * (1 - sigmoid), X + Y]).ShouldBe(
            """
            t0 = x + y
            t1 = sigmoid(t0)
            t1 * (1 - t1)
            t0
            """);
    }

    [Fact]
    public void What_occurs_twice_only_within_something_shared_gets_no_name_of_its_own()
    {
        var inner = Formula.Exp(X) + 1;
        Print([inner * inner, Y]).ShouldBe(
            """
            t0 = exp(x) + 1
            t0 * t0
            y
            """);
    }

    [Fact]
    public void Equal_formulas_share_one_temporary() =>
        Print([X * Y, X * Y]).ShouldBe(
            """
            t0 = x * y
            t0
            t0
            """);

    [Fact]
    public void Leaves_and_single_uses_stay_where_they_are()
    {
        var found = CommonSubexpressions.Find([X * X + 2, Y * 2]);
        found.Temporaries.ShouldBeEmpty();
        found.Results.ShouldBe([X * X + 2, Y * 2]);
    }

    [Fact]
    public void Temporaries_are_numbered_from_where_the_caller_says() =>
        CommonSubexpressions.Find([X * X + X * X], firstTemporary: 7).Temporaries.Single().Index.ShouldBe(7);

    [Fact]
    public void Random_formulas_keep_their_values()
    {
        var source = new RandomFormulas(seed: 5, inputCount: 2);
        for (var round = 0; round < 1000; round++)
        {
            Formula[] formulas = [source.Next(depth: 5), source.Next(depth: 5)];
            formulas = [.. formulas, formulas[0] * formulas[1], .. formulas.Select(formula => formula.Differentiate(0))];
            var found = CommonSubexpressions.Find(formulas, firstTemporary: 2);
            var point = source.Point();
            var values = point.ToList();
            foreach (var temporary in found.Temporaries)
            {
                temporary.Index.ShouldBe(values.Count);
                values.Add(temporary.Definition.Evaluate(values));
            }

            found.Results.Select(result => result.Evaluate(values)).ShouldBe(formulas.Select(formula => formula.Evaluate(point)));
        }
    }

    private static string Print(IReadOnlyList<Formula> formulas)
    {
        var found = CommonSubexpressions.Find(formulas, firstTemporary: 2);
        return string.Join("\n", found.Temporaries
            .Select(temporary => $"{Names[temporary.Index]} = {temporary.Definition.ToText(Names)}")
            .Concat(found.Results.Select(result => result.ToText(Names))));
    }
}
