namespace StaticNet.Generator.Formulas;

/// <summary>Putting formulas in the place of parts of a formula. The result is not simplified.</summary>
internal static class Substitution
{
    /// <summary>
    /// Writes another formula for every input: fusion inlines a producer so, and renumbers the inputs of a consumer.
    /// </summary>
    public static Formula Substitute(this Formula formula, Func<int, Formula> replacement) =>
        new Pass(part => part is Input input ? replacement(input.Index) : null).Visit(formula);

    /// <summary>
    /// Writes <paramref name="replacement"/> wherever <paramref name="target"/> occurs: with the forward result y for
    /// sigmoid(x), the derivative sigmoid(x) * (1 - sigmoid(x)) becomes y * (1 - y). Occurrences are found by structure,
    /// so simplify the target where the formula was simplified (a derivative is).
    /// </summary>
    public static Formula ReplaceSubexpression(this Formula formula, Formula target, Formula replacement)
    {
        var shared = new SharedFormulas();
        var sought = shared.Share(target);
        return new Pass(part => ReferenceEquals(part, sought) ? replacement : null).Visit(shared.Share(formula));
    }

    /// <summary>Replaces from the top down and leaves what it has put in alone.</summary>
    private sealed class Pass(Func<Formula, Formula?> replacement)
    {
        private readonly Dictionary<Formula, Formula> visited = new(SharedFormulas.ReferenceComparer);

        public Formula Visit(Formula formula)
        {
            if (!visited.TryGetValue(formula, out var result))
            {
                result = replacement(formula) ?? formula.WithOperands(Visit);
                visited.Add(formula, result);
            }

            return result;
        }
    }
}
