using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Programs.StraightLine;

/// <summary>
/// Addresses values by their buffer and a constant with their name, which the C# compiler adds up: no reference a value that
/// would take a register.
/// </summary>
internal static class Placement
{
    public static Body Run(IEnumerable<Statement> statements, IReadOnlyDictionary<string, StraightLineValue> values)
    {
        var body = new Body();
        foreach (var statement in statements)
            body.Add(Place(statement));
        return body;

        (string Buffer, IndexExpression Offset) At(string reference, IndexExpression offset) =>
            values.TryGetValue(reference, out var value) ? (value.Buffer, IndexExpression.Variable(value.Name) + offset) : (reference, offset);

        Statement Place(Statement statement)
        {
            switch (statement)
            {
                case Statement.Loop loop:
                    return loop with { Body = loop.Body.Select(Place).ToArray() };
                case Statement.DeclareReference declare:
                    var (start, first) = At(declare.Base, declare.Offset);
                    return declare with { Base = start, Offset = first };
                case Statement.Store store:
                    var (target, offset) = At(store.Reference, store.Offset);
                    return store with { Reference = target, Offset = offset, Value = store.Value.Rewrite(PlaceLoad) };
                case Statement.Clear clear:
                    var (cleared, at) = At(clear.Reference, clear.Offset);
                    return clear with { Reference = cleared, Offset = at };
                case Statement.Copy copy:
                    var (to, toOffset) = At(copy.Target, copy.TargetOffset);
                    var (from, fromOffset) = At(copy.Source, copy.SourceOffset);
                    return copy with { Target = to, TargetOffset = toOffset, Source = from, SourceOffset = fromOffset };
                case Statement.Transpose transpose:
                    var (y, yOffset) = At(transpose.Target, transpose.TargetOffset);
                    var (x, xOffset) = At(transpose.Source, transpose.SourceOffset);
                    return transpose with { Target = y, TargetOffset = yOffset, Source = x, SourceOffset = xOffset };
                default:
                    return statement.Rewrite(PlaceLoad);
            }
        }

        Expression? PlaceLoad(Expression part)
        {
            if (part is not Expression.Load load)
                return null;
            var (reference, offset) = At(load.Reference, load.Offset);
            return load with { Reference = reference, Offset = offset };
        }
    }
}
