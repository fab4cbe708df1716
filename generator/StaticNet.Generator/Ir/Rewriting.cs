using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ir;

/// <summary>Walks through expressions and statements, and replaces parts of them.</summary>
internal static class Rewriting
{
    /// <summary>The expression with every part for which <paramref name="replace"/> has something else.</summary>
    public static Expression Rewrite(this Expression expression, Func<Expression, Expression?> replace)
    {
        if (replace(expression) is { } other)
            return other;
        return expression switch
        {
            Expression.Splat e => e with { Scalar = e.Scalar.Rewrite(replace) },
            Expression.Arithmetic e => e with { Left = e.Left.Rewrite(replace), Right = e.Right.Rewrite(replace) },
            Expression.MultiplyAdd e => e with
            {
                Left = e.Left.Rewrite(replace), Right = e.Right.Rewrite(replace), Addend = e.Addend.Rewrite(replace),
            },
            Expression.Extremum e => e with { Left = e.Left.Rewrite(replace), Right = e.Right.Rewrite(replace) },
            Expression.Choose e => e with
            {
                Left = e.Left.Rewrite(replace), Right = e.Right.Rewrite(replace),
                WhenTrue = e.WhenTrue.Rewrite(replace), WhenFalse = e.WhenFalse.Rewrite(replace),
            },
            Expression.Call e => e with { Operand = e.Operand.Rewrite(replace) },
            Expression.Across e => e with { Operand = e.Operand.Rewrite(replace) },
            Expression.Permute e => e with { Operand = e.Operand.Rewrite(replace) },
            Expression.Half e => e with { Operand = e.Operand.Rewrite(replace) },
            _ => expression,
        };
    }

    /// <summary>The statement, and those in it, with parts of its expressions replaced.</summary>
    public static Statement Rewrite(this Statement statement, Func<Expression, Expression?> replace) => statement switch
    {
        Statement.Loop s => s with { Body = s.Body.Select(inner => inner.Rewrite(replace)).ToArray() },
        Statement.Scope s => s with { Body = s.Body.Select(inner => inner.Rewrite(replace)).ToArray() },
        Statement.If s => s with { Body = s.Body.Select(inner => inner.Rewrite(replace)).ToArray() },
        Statement.Declare s => s with { Value = s.Value.Rewrite(replace) },
        Statement.Assign s => s with { Value = s.Value.Rewrite(replace) },
        Statement.Store s => s with { Value = s.Value.Rewrite(replace) },
        _ => statement,
    };

    /// <summary>Statements with all those inside of loops and blocks.</summary>
    public static IEnumerable<Statement> Flatten(this IEnumerable<Statement> statements) => statements.SelectMany(statement =>
        statement switch
        {
            Statement.Loop loop => new[] { statement }.Concat(loop.Body.Flatten()),
            Statement.Scope scope => new[] { statement }.Concat(scope.Body.Flatten()),
            Statement.If condition => new[] { statement }.Concat(condition.Body.Flatten()),
            _ => new[] { statement },
        });

    /// <summary>Every part of every expression in the statements, as often as it occurs.</summary>
    public static IEnumerable<Expression> Expressions(this IEnumerable<Statement> statements)
    {
        var found = new List<Expression>();
        foreach (var statement in statements)
        {
            statement.Rewrite(part =>
            {
                found.Add(part);
                return null;
            });
        }

        return found;
    }
}
