using StaticNet.Generator.Formulas;
using StaticNet.Generator.Ir;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels;

/// <summary>Writes a formula as kernel expressions of any width, as often as a tile stores.</summary>
internal sealed class FormulaLowering
{
    private readonly CommonSubexpressions common;
    private readonly IReadOnlyList<(int Input, int Reads)> inputs;

    public FormulaLowering(Formula formula)
    {
        common = CommonSubexpressions.Find(new[] { formula });
        var parts = common.Temporaries.Select(temporary => temporary.Definition).Concat(common.Results).ToArray();
        inputs = formula.Inputs.Select(input => (input, parts.Sum(part => CountReads(part, input)))).ToArray();
    }

    /// <param name="body">Where temporaries are declared.</param>
    /// <param name="operands">An expression for each of the formula's inputs; loads and locals, which are cheap to repeat once named.</param>
    /// <param name="lanes">The width.</param>
    /// <param name="prefix">Begins the names of temporaries, which must be unique in the scope.</param>
    public Expression Lower(Body body, Func<int, Expression> operands, int lanes, string prefix)
    {
        var named = new Dictionary<int, Expression>();
        foreach (var (input, reads) in inputs)
        {
            // An operand that is read more than once is loaded once.
            var operand = operands(input);
            named[input] = operand is Expression.Local || reads == 1 ? operand : body.Declare(prefix + "x" + input, operand);
        }

        foreach (var temporary in common.Temporaries)
            named[temporary.Index] = body.Declare(prefix + "t" + temporary.Index, Write(temporary.Definition, named, lanes));
        return Write(common.Results[0], named, lanes);
    }

    private static int CountReads(Formula formula, int input) => formula is Input leaf
        ? leaf.Index == input ? 1 : 0
        : formula.Operands().Sum(operand => CountReads(operand, input));

    private static Expression Write(Formula formula, IReadOnlyDictionary<int, Expression> named, int lanes)
    {
        Expression Part(Formula part) => Write(part, named, lanes);
        return formula switch
        {
            Input input => named[input.Index],
            Constant constant => new Expression.Literal((float)constant.Value, lanes),
            Unary unary => new Expression.Call(unary.Operator.ToString(), Part(unary.Operand)),
            Binary { Operator: BinaryOperator.Add, Left: Binary { Operator: BinaryOperator.Multiply } product } sum =>
                new Expression.MultiplyAdd(Part(product.Left), Part(product.Right), Part(sum.Right)),
            Binary { Operator: BinaryOperator.Add, Right: Binary { Operator: BinaryOperator.Multiply } product } sum =>
                new Expression.MultiplyAdd(Part(product.Left), Part(product.Right), Part(sum.Left)),
            Binary binary => binary.Operator switch
            {
                BinaryOperator.Add => Part(binary.Left) + Part(binary.Right),
                BinaryOperator.Subtract => Part(binary.Left) - Part(binary.Right),
                BinaryOperator.Multiply => Part(binary.Left) * Part(binary.Right),
                BinaryOperator.Divide => Part(binary.Left) / Part(binary.Right),
                BinaryOperator.Maximum => new Expression.Extremum(true, Part(binary.Left), Part(binary.Right)),
                BinaryOperator.Minimum => new Expression.Extremum(false, Part(binary.Left), Part(binary.Right)),
                _ => throw new InvalidOperationException("unknown operator " + binary.Operator),
            },
            Select select => new Expression.Choose(Symbol(select.Comparison), Part(select.Left), Part(select.Right),
                Part(select.WhenTrue), Part(select.WhenFalse)),
            _ => throw new InvalidOperationException("unknown formula " + formula.GetType().Name),
        };
    }

    private static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "==",
    };
}
