namespace StaticNet.Generator.Formulas;

/// <summary>One element's part in a loss that is a sum or mean over elements.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Formula">Its value, from the network's output (input 0) and the target (input 1).</param>
/// <param name="Derivative">Its derivative with respect to the output, from the same inputs.</param>
internal sealed record LossTerm(string Name, Formula Formula, Formula Derivative)
{
    public LossTerm(string name, Formula formula)
        : this(name, formula, formula.Differentiate(0))
    {
    }
}

/// <summary>The elementwise losses. Adding one is adding a row.</summary>
internal static class LossTerms
{
    private static readonly Formula Output = new Input(0);
    private static readonly Formula Target = new Input(1);

    /// <summary>(t - o)² / 2, whose derivative is o - t.</summary>
    public static LossTerm HalfSquaredError { get; } =
        new("HalfSquaredError", 0.5 * ((Target - Output) * (Target - Output)));

    /// <summary>(o - t)², PyTorch's MSELoss before its mean.</summary>
    public static LossTerm SquaredError { get; } =
        new("SquaredError", (Output - Target) * (Output - Target));

    /// <summary>
    /// Cross entropy between a target probability and the sigmoid of a logit, PyTorch's BCEWithLogitsLoss:
    /// -t log(s(x)) - (1 - t) log(1 - s(x)), in the form whose exponential never overflows.
    /// </summary>
    /// <remarks>
    /// <para>
    /// With |x| taken out, both logarithms become log1p(exp(-|x|)), and what remains is (1 - t) x for x above 0 and -t x below: a
    /// sum of terms that are not negative. In max(x, 0) - t x, two large ones would cancel where the logit is right.
    /// </para>
    /// <para>
    /// The derivative s(x) - t is written by hand. Above 0 it is (1 - t) - s(-x), in which the small numbers are left of a
    /// sigmoid that comes close to 1; and at the kinks of |x| and of the branches, which cancel in the sum, each subgradient of
    /// the symbolic derivative would count.
    /// </para>
    /// </remarks>
    public static LossTerm SigmoidBinaryCrossEntropy { get; } = new(
        "SigmoidBinaryCrossEntropy",
        (Formula.Select(Comparison.Greater, Output, 0, 1 - Target, -Target) * Output) + Formula.Log1p(Formula.Exp(-Formula.Abs(Output))),
        Formula.Select(Comparison.Greater, Output, 0,
            1 - Target - Formula.Sigmoid(-Formula.Abs(Output)), Formula.Sigmoid(-Formula.Abs(Output)) - Target));

    /// <summary>Every term, in alphabetical order of their names.</summary>
    public static IReadOnlyList<LossTerm> Table { get; } =
        [HalfSquaredError, SigmoidBinaryCrossEntropy, SquaredError];
}
