using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Formulas;

/// <summary>
/// Formulas and points drawn from a seed. Constants come from a short list, so that neutral elements, equal operands and
/// constants that meet turn up all the time.
/// </summary>
internal sealed class RandomFormulas(int seed, int inputCount)
{
    private static readonly double[] Numbers = [0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 0.25, 0.01, 1.5];

    private readonly Random random = new(seed);

    public Formula Next(int depth)
    {
        if (depth == 0 || random.Next(8) == 0)
            return random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : new Input(random.Next(inputCount));

        switch (random.Next(10))
        {
            case < 6:
                var left = Next(depth - 1);
                var right = random.Next(6) == 0 ? left : Next(depth - 1);
                return new Binary(Pick<BinaryOperator>(), left, right);
            case < 9:
                return new Unary(Pick<UnaryOperator>(), Next(depth - 1));
            default:
                return Formula.Select(Pick<Comparison>(), Next(depth / 2), Next(depth / 2), Next(depth - 1), Next(depth - 1));
        }
    }

    public double[] Point() =>
        Enumerable.Range(0, inputCount).Select(_ => (random.NextDouble() * 6) - 3).ToArray();

    /// <summary>
    /// The value with every operation's result off by a random 1e-9 of itself: how far two such values lie apart says how
    /// much of a difference rounding alone could make, at a comparison or after a cancellation.
    /// </summary>
    public double Perturbed(Formula formula, double[] point)
    {
        return Of(formula);

        double Of(Formula part) => part switch
        {
            Input input => Off(point[input.Index]),
            Constant constant => constant.Value,
            Unary unary => Off(unary.Operator.Row().Evaluate(Of(unary.Operand))),
            Binary binary => Off(binary.Operator.Apply(Of(binary.Left), Of(binary.Right))),
            Select select => select.Comparison.Holds(Of(select.Left), Of(select.Right))
                ? Finite(Of(select.WhenTrue), Of(select.WhenFalse))
                : Finite(Of(select.WhenFalse), Of(select.WhenTrue)),
            _ => throw new ArgumentOutOfRangeException(nameof(formula)),
        };

        double Off(double value) => double.IsFinite(value) ? value * (1 + (((random.NextDouble() * 2) - 1) * 1e-9)) : double.NaN;

        static double Finite(double taken, double other) => double.IsFinite(other) ? taken : double.NaN;
    }

    private T Pick<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }
}
