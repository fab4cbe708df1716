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
    /// The derivative is written by hand: |x| and max(x, 0) have kinks at 0 that cancel in the sum, but each with a
    /// subgradient of its own the symbolic derivative would be -t there instead of 1/2 - t.
    /// </remarks>
    public static LossTerm SigmoidBinaryCrossEntropy { get; } = new(
        "SigmoidBinaryCrossEntropy",
        Formula.Maximum(Output, 0) - (Output * Target) + Formula.Log1p(Formula.Exp(-Formula.Abs(Output))),
        Formula.Sigmoid(Output) - Target);

    /// <summary>Every term, in alphabetical order of their names.</summary>
    public static IReadOnlyList<LossTerm> Table { get; } =
        [HalfSquaredError, SigmoidBinaryCrossEntropy, SquaredError];
}
