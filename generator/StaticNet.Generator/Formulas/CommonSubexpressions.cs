namespace StaticNet.Generator.Formulas;

/// <summary>A value that several formulas, or one formula several times, make use of.</summary>
/// <param name="Index">Its number; the definitions after it and the results refer to it as an input with this index.</param>
/// <param name="Definition">What it is, in terms of the inputs and of temporaries before it.</param>
internal readonly record struct Temporary(int Index, Formula Definition);

/// <summary>Formulas in which everything that occurs more than once is computed once and given a number.</summary>
/// <param name="Temporaries">In an order in which they can be computed.</param>
/// <param name="Results">The formulas, one for one, in terms of the inputs and the temporaries.</param>
internal sealed record CommonSubexpressions(IReadOnlyList<Temporary> Temporaries, IReadOnlyList<Formula> Results)
{
    /// <summary>
    /// Takes out every operation that is used more than once, being one of the formulas counting as a use. The order is
    /// that in which reading the formulas from left to right first finishes with them.
    /// </summary>
    /// <param name="formulas">The formulas that are computed together.</param>
    /// <param name="firstTemporary">The number of the first temporary: by default, past the last input that is read.</param>
    public static CommonSubexpressions Find(IReadOnlyList<Formula> formulas, int? firstTemporary = null)
    {
        var shared = new SharedFormulas();
        var roots = formulas.Select(shared.Share).ToArray();
        var order = Subexpressions.Of(roots);
        var uses = order.SelectMany(part => part.Operands()).Concat(roots)
            .ToLookup(part => part, SharedFormulas.ReferenceComparer);
        var next = firstTemporary
            ?? order.OfType<Input>().Select(input => input.Index + 1).DefaultIfEmpty(0).Max();

        var temporaries = new List<Temporary>();
        var rewritten = new Dictionary<Formula, Formula>(SharedFormulas.ReferenceComparer);
        foreach (var part in order)
        {
            var definition = part.WithOperands(operand => rewritten[operand]);
            if (part is not (Input or Constant) && uses[part].Count() > 1)
            {
                temporaries.Add(new(next, definition));
                definition = new Input(next++);
            }

            rewritten.Add(part, definition);
        }

        return new(temporaries, roots.Select(root => rewritten[root]).ToArray());
    }
}
