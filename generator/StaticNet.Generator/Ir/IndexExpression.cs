using System.Globalization;

namespace StaticNet.Generator.Ir;

/// <summary>An integer that is affine in local variables: <c>n * 784 + k + 12</c>.</summary>
internal sealed class IndexExpression
{
    private static readonly (string Variable, int Factor)[] None = Array.Empty<(string, int)>();

    private readonly (string Variable, int Factor)[] terms;

    /// <summary>Takes terms with factors other than 0, which nobody changes.</summary>
    private IndexExpression(int constant, (string Variable, int Factor)[] terms)
    {
        Constant = constant;
        this.terms = terms;
    }

    public int Constant { get; }

    public bool IsConstant => terms.Length == 0;

    /// <summary>How many variables it multiplies or adds, for the estimate of code size.</summary>
    public int TermCount => terms.Length;

    public static IndexExpression Variable(string name) => new(0, new[] { (name, 1) });

    public static implicit operator IndexExpression(int constant) => new(constant, None);

    public static implicit operator IndexExpression(string variable) => Variable(variable);

    public static IndexExpression operator +(IndexExpression left, IndexExpression right)
    {
        // Most sums add a constant; schedules write a great many of them.
        var constant = checked(left.Constant + right.Constant);
        if (right.IsConstant)
            return right.Constant == 0 ? left : new(constant, left.terms);
        if (left.IsConstant)
            return left.Constant == 0 ? right : new(constant, right.terms);
        var sum = new List<(string Variable, int Factor)>(left.terms);
        foreach (var (variable, factor) in right.terms)
        {
            var at = sum.FindIndex(term => term.Variable == variable);
            if (at < 0)
                sum.Add((variable, factor));
            else
                sum[at] = (variable, checked(sum[at].Factor + factor));
        }

        sum.RemoveAll(term => term.Factor == 0);
        return new(constant, sum.ToArray());
    }

    public static IndexExpression operator -(IndexExpression left, IndexExpression right) => left + (right * -1);

    public static IndexExpression operator *(IndexExpression index, int factor)
    {
        var constant = checked(index.Constant * factor);
        if (factor == 0 || index.IsConstant)
            return new(constant, None);
        var terms = new (string Variable, int Factor)[index.terms.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = (index.terms[i].Variable, checked(index.terms[i].Factor * factor));
        return new(constant, terms);
    }

    /// <summary>The same with variables replaced by what is known of them.</summary>
    public IndexExpression Substitute(Func<string, IndexExpression> value)
    {
        IndexExpression result = Constant;
        foreach (var (variable, factor) in terms)
            result += value(variable) * factor;
        return result;
    }

    /// <summary>As C#.</summary>
    public override string ToString()
    {
        var text = "";
        foreach (var (variable, factor) in terms)
        {
            var magnitude = Math.Abs((long)factor);
            var term = magnitude == 1 ? variable : variable + " * " + magnitude.ToString(CultureInfo.InvariantCulture);
            text = text.Length == 0
                ? (factor < 0 ? "-" : "") + term
                : text + (factor < 0 ? " - " : " + ") + term;
        }

        if (text.Length == 0)
            return Constant.ToString(CultureInfo.InvariantCulture);
        return Constant switch
        {
            0 => text,
            > 0 => text + " + " + Constant.ToString(CultureInfo.InvariantCulture),
            _ => text + " - " + (-(long)Constant).ToString(CultureInfo.InvariantCulture),
        };
    }
}
