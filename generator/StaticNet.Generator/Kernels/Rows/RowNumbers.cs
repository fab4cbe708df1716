using StaticNet.Generator.Formulas;
using StaticNet.Generator.Ir;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels.Rows;

/// <summary>
/// Formulas of what is the same for a whole row, each computed once: the mean, one over the deviation. Where one of them is part of
/// another and takes long, that one reads it.
/// </summary>
/// <param name="name">Begins the names of locals.</param>
/// <param name="inputs">The formulas' inputs.</param>
/// <param name="lanes">Rows side by side; 1 for one row.</param>
internal sealed class RowNumbers(string name, Func<int, Expression> inputs, int lanes)
{
    /// <summary>Numbers of parts that are known; no formula has as many inputs.</summary>
    private const int FirstPart = 10_000;

    private readonly Dictionary<Formula, Expression> known = new();
    private readonly Dictionary<(Formula Formula, int Lanes), Expression> wide = new();
    private readonly List<Expression> parts = new();
    private int names;

    /// <summary>The value, declared where it was not yet: at a place whose locals live as long as the row.</summary>
    public Expression Get(Body body, Formula formula)
    {
        if (known.TryGetValue(formula, out var value))
            return value;
        var own = formula.WithOperands(part => Share(body, part));
        value = new FormulaLowering(own).Lower(body, input => input >= FirstPart ? parts[input - FirstPart] : inputs(input), lanes, $"{name}{names}");
        if (value is not (Expression.Local or Expression.Literal))
            value = body.Declare(name + names++, value);
        return known[formula] = value;
    }

    /// <summary>The value of one row in every lane of a vector.</summary>
    public Expression Get(Body body, Formula formula, int width)
    {
        var value = Get(body, formula);
        if (width == value.Lanes)
            return value;
        if (!wide.TryGetValue((formula, width), out var vector))
            wide[(formula, width)] = vector = body.Declare($"{(value is Expression.Local local ? local.Name : name + names++)}x{width}", new Expression.Splat(value, width));
        return vector;
    }

    private Formula Share(Body body, Formula part)
    {
        if (part is Input or Constant || part.IsCheap)
            return part;
        parts.Add(Get(body, part));
        return new Input(FirstPart + parts.Count - 1);
    }
}
