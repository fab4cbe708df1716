using System.Globalization;

namespace StaticNet.Generator.Kernels.Ir;

/// <summary>An integer that is affine in local variables: <c>n * 784 + k + 12</c>.</summary>
internal sealed class IndexExpression
{
    private readonly (string Variable, int Factor)[] terms;

    private IndexExpression(int constant, IEnumerable<(string Variable, int Factor)> terms)
    {
        Constant = constant;
        this.terms = terms.Where(term => term.Factor != 0).ToArray();
    }

    public int Constant { get; }

    public bool IsConstant => terms.Length == 0;

    /// <summary>How many variables it multiplies or adds, for the estimate of code size.</summary>
    public int TermCount => terms.Length;

    public static IndexExpression Variable(string name) => new(0, new[] { (name, 1) });

    public static implicit operator IndexExpression(int constant) => new(constant, Array.Empty<(string, int)>());

    public static implicit operator IndexExpression(string variable) => Variable(variable);

    public static IndexExpression operator +(IndexExpression left, IndexExpression right)
    {
        var sum = left.terms.ToList();
        foreach (var (variable, factor) in right.terms)
        {
            var at = sum.FindIndex(term => term.Variable == variable);
            if (at < 0)
                sum.Add((variable, factor));
            else
                sum[at] = (variable, checked(sum[at].Factor + factor));
        }

        return new(checked(left.Constant + right.Constant), sum);
    }

    public static IndexExpression operator -(IndexExpression left, IndexExpression right) => left + (right * -1);

    public static IndexExpression operator *(IndexExpression index, int factor) =>
        new(checked(index.Constant * factor), index.terms.Select(term => (term.Variable, checked(term.Factor * factor))));

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
