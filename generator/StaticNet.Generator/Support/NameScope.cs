using StaticNet.Generator.Formulas;
using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Support;

/// <summary>
/// The names that are visible at a place of the generated code. What a declaration calls its inputs, layers and outputs becomes
/// identifiers; a scope gives each one that nothing else has there, so nobody keeps lists of what is taken.
/// </summary>
internal sealed class NameScope
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private NameScope()
    {
    }

    /// <summary>A scope in which nothing is visible yet.</summary>
    public static NameScope Empty() => new();

    /// <summary>Declares what generated code itself needs: names that differ from all others of the scope by construction.</summary>
    /// <exception cref="InvalidOperationException">A name is declared already.</exception>
    public NameScope With(params string[] fixedNames)
    {
        foreach (var name in fixedNames)
        {
            if (!names.Add(name))
                throw new InvalidOperationException($"'{name}' is declared twice in one scope");
        }

        return this;
    }

    /// <summary>Declares a name; with a number behind it where another has it already.</summary>
    public string Declare(string proposal)
    {
        var candidate = proposal;
        for (var i = 2; !names.Add(candidate); i++)
            candidate = proposal + (char.IsDigit(proposal[proposal.Length - 1]) ? "_" : "") + Literals.Integer(i);
        return candidate;
    }

    /// <summary>Declares names in their order.</summary>
    public IReadOnlyList<string> Declare(IEnumerable<string> proposals) => proposals.Select(Declare).ToArray();
}
