using System.Globalization;

namespace StaticNet.Generator.Formulas;

/// <summary>
/// Formulas as text for comments and graph prints: <c>max(x, 0)</c>, <c>x > 0 ? x : 0.01 * x</c>. Parentheses stand only
/// where C# would otherwise group differently, and around a select inside the first branch of another.
/// </summary>
internal static class FormulaText
{
    private enum Precedence
    {
        Conditional,
        Additive,
        Multiplicative,
        Sign,
        Primary,
    }

    /// <param name="formula">The formula.</param>
    /// <param name="names">The inputs' names, by index.</param>
    public static string ToText(this Formula formula, IReadOnlyList<string> names)
    {
        return Write(formula);

        string Write(Formula part) => part switch
        {
            Input input => names[input.Index],
            Constant constant => Number(constant.Value),
            Unary { Operator: UnaryOperator.Negate } negation => "-" + Within(negation.Operand, Precedence.Primary),
            Unary unary => $"{unary.Operator.Row().Name}({Write(unary.Operand)})",
            Binary { Operator: BinaryOperator.Maximum } maximum => $"max({Write(maximum.Left)}, {Write(maximum.Right)})",
            Binary { Operator: BinaryOperator.Minimum } minimum => $"min({Write(minimum.Left)}, {Write(minimum.Right)})",
            Binary binary => Within(binary.Left, PrecedenceOf(binary))
                + $" {Symbol(binary.Operator)} "
                + Within(binary.Right, PrecedenceOf(binary) + 1),
            Select select =>
                $"{Within(select.Left, Precedence.Additive)} {Symbol(select.Comparison)} "
                + $"{Within(select.Right, Precedence.Additive)} ? {Within(select.WhenTrue, Precedence.Additive)} : "
                + Write(select.WhenFalse),
            _ => throw new ArgumentOutOfRangeException(nameof(formula)),
        };

        string Within(Formula part, Precedence least) => PrecedenceOf(part) < least ? $"({Write(part)})" : Write(part);
    }

    /// <summary>
    /// The fewest digits that read back as the same single-precision number, which is what a kernel computes with; in
    /// double precision only where single precision has no such number. Counted out rather than left to "R", whose
    /// digits differ between the runtimes that host compilers.
    /// </summary>
    private static string Number(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "infinity" : "-infinity";

        // Of the two zeros, some runtimes print the negative one without its sign.
        if (value == 0)
            return 1 / value < 0 ? "-0" : "0";

        var single = (float)value;
        var exact = single == 0 || float.IsInfinity(single) ? value : single;
        for (var digits = 6; ; digits++)
        {
            var text = exact.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            var read = double.Parse(text, CultureInfo.InvariantCulture);
            if (digits == 17 || (exact == single ? (float)read == single : read == exact))
                return text;
        }
    }

    private static Precedence PrecedenceOf(Formula formula) => formula switch
    {
        Select => Precedence.Conditional,
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Precedence.Additive,
        Binary { Operator: BinaryOperator.Multiply or BinaryOperator.Divide } => Precedence.Multiplicative,
        Unary { Operator: UnaryOperator.Negate } or Constant { Value: < 0 } => Precedence.Sign,
        _ => Precedence.Primary,
    };

    private static string Symbol(BinaryOperator binary) => binary switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        _ => throw new ArgumentOutOfRangeException(nameof(binary)),
    };

    private static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Equal => "==",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };
}
