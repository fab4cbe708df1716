using StaticNet.Generator.Ir;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>Removes stores that nobody reads and locals without a use, and writes loads where their only use is.</summary>
internal static class DeadCode
{
    /// <param name="statements">A method's statements.</param>
    /// <param name="isDead">Whether a stored reference is one that nobody reads after the method, if nothing in it does.</param>
    /// <param name="valueOf">The value that a reference points into.</param>
    public static IReadOnlyList<Statement> Remove(
        IReadOnlyList<Statement> statements, Func<string, bool> isDead, Func<string, string> valueOf)
    {
        while (true)
        {
            var read = new HashSet<string>(statements.SelectMany(Reads).Select(valueOf), StringComparer.Ordinal);
            var used = new HashSet<string>(statements.Expressions().OfType<Expression.Local>().Select(local => local.Name)
                .Concat(statements.Flatten().OfType<Statement.Assign>().Select(assign => assign.Name)), StringComparer.Ordinal);
            var kept = statements.Select(statement => Filter(statement, inner => inner switch
            {
                Statement.Store store => !isDead(valueOf(store.Reference)) || read.Contains(valueOf(store.Reference)),
                Statement.Declare declare => used.Contains(declare.Name),
                _ => true,
            })).OfType<Statement>().ToArray();
            if (kept.Flatten().Count() == statements.Flatten().Count())
                return InlineLoads(kept);
            statements = kept;
        }
    }

    private static Statement? Filter(Statement statement, Func<Statement, bool> keeps)
    {
        if (statement is not Statement.Loop loop)
            return keeps(statement) ? statement : null;
        return loop with { Body = loop.Body.Select(inner => Filter(inner, keeps)).OfType<Statement>().ToArray() };
    }

    /// <summary>References that a statement reads from.</summary>
    private static IEnumerable<string> Reads(Statement statement)
    {
        foreach (var load in new[] { statement }.Expressions().OfType<Expression.Load>())
            yield return load.Reference;
        foreach (var inner in new[] { statement }.Flatten())
        {
            if (inner is Statement.Copy copy)
                yield return copy.Source;
            else if (inner is Statement.Transpose transpose)
                yield return transpose.Source;
        }
    }

    /// <summary>A load that is used once, before anything is stored, is an operand of the instruction that uses it.</summary>
    private static IReadOnlyList<Statement> InlineLoads(IReadOnlyList<Statement> statements)
    {
        var uses = statements.Expressions().OfType<Expression.Local>().GroupBy(local => local.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var assigned = new HashSet<string>(statements.Flatten().OfType<Statement.Assign>().Select(assign => assign.Name), StringComparer.Ordinal);
        return Inline(statements);

        IReadOnlyList<Statement> Inline(IReadOnlyList<Statement> list)
        {
            var pending = new Dictionary<string, Statement.Declare>(StringComparer.Ordinal);
            var result = new List<Statement>();
            foreach (var statement in list)
            {
                if (statement is Statement.Declare { Value: Expression.Load or Expression.Splat { Scalar: Expression.Load } } declare
                    && uses.TryGetValue(declare.Name, out var count) && count == 1 && !assigned.Contains(declare.Name))
                {
                    pending.Add(declare.Name, declare);
                    continue;
                }

                if (statement is Statement.Declare or Statement.Assign or Statement.Store)
                    result.Add(statement.Rewrite(Take));
                if (statement is Statement.Declare or Statement.Assign or Statement.Comment)
                {
                    if (statement is Statement.Comment)
                        result.Add(statement);
                    continue;
                }

                // What was not used yet is loaded before anything else happens.
                var position = statement is Statement.Store ? result.Count - 1 : result.Count;
                result.InsertRange(position, pending.Values);
                pending.Clear();
                if (statement is Statement.Loop loop)
                    result.Add(loop with { Body = Inline(loop.Body) });
                else if (statement is not Statement.Store)
                    result.Add(statement);
            }

            result.AddRange(pending.Values);
            return result;

            Expression? Take(Expression part)
            {
                if (part is not Expression.Local local || !pending.TryGetValue(local.Name, out var declare))
                    return null;
                pending.Remove(local.Name);
                return declare.Value;
            }
        }
    }
}
