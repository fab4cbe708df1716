using System.Runtime.CompilerServices;

namespace StaticNet.Generator.Formulas;

/// <summary>
/// One object for every distinct formula that it has been given. Among these, and formulas made of these, comparing is a
/// glance at references.
/// </summary>
internal sealed class SharedFormulas
{
    private readonly Dictionary<Formula, Formula> shared = new(ByReference.Instance);
    private readonly Dictionary<Formula, Formula> distinct = new(ByParts.Instance);

    /// <summary>For dictionaries whose keys are shared formulas, or objects as they come.</summary>
    public static IEqualityComparer<Formula> ReferenceComparer => ByReference.Instance;

    public static bool AreEqual(Formula first, Formula second)
    {
        var formulas = new SharedFormulas();
        return ReferenceEquals(formulas.Share(first), formulas.Share(second));
    }

    public Formula Share(Formula formula)
    {
        if (!shared.TryGetValue(formula, out var result))
        {
            result = ShareRoot(formula.WithOperands(Share));
            shared.Add(formula, result);
        }

        return result;
    }

    /// <summary>The same for a formula whose operands are shared already.</summary>
    public Formula ShareRoot(Formula formula)
    {
        if (!distinct.TryGetValue(formula, out var result))
            distinct.Add(formula, result = formula);
        return result;
    }

    private sealed class ByReference : IEqualityComparer<Formula>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(Formula? first, Formula? second) => ReferenceEquals(first, second);

        public int GetHashCode(Formula formula) => RuntimeHelpers.GetHashCode(formula);
    }

    private sealed class ByParts : IEqualityComparer<Formula>
    {
        public static readonly ByParts Instance = new();

        public bool Equals(Formula? first, Formula? second) =>
            ReferenceEquals(first, second) || (first is not null && second is not null && first.HasSameParts(second));

        public int GetHashCode(Formula formula) => formula.GetHashCode();
    }
}
