using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;

namespace StaticNet.Generator.Tests.Schedules;

/// <summary>Runs a kernel's loops without its arithmetic, and notes which cache lines of its parameters are visited, and which were fetched before.</summary>
internal sealed class MemoryWalk
{
    private const int Line = CostModel.LineFloats;

    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Parameter, int Offset)> references = new(StringComparer.Ordinal);
    private readonly HashSet<(string Parameter, int Line)> fetched = [];
    private readonly Dictionary<(string Parameter, int Line), bool> visited = [];

    private MemoryWalk(Kernel kernel, int samples)
    {
        foreach (var parameter in kernel.Parameters)
            references.Add(parameter.Name, (parameter.Name, 0));
        indices.Add("count", samples);
    }

    /// <summary>Walks through the body of a tier for some samples.</summary>
    public static MemoryWalk Of(Kernel kernel, SimdTarget target, int samples)
    {
        var walk = new MemoryWalk(kernel, samples);
        walk.Run(kernel.Body(target).Statements);
        return walk;
    }

    /// <summary>The part of a parameter's lines, of those that are visited at all, that had been fetched before the first visit.</summary>
    public double Ahead(string parameter) =>
        visited.Where(line => line.Key.Parameter == parameter).Select(line => line.Value ? 1.0 : 0.0).DefaultIfEmpty(0).Average();

    private int Value(IndexExpression expression) => expression.IsConstant ? expression.Constant : expression.Substitute(name => indices[name]).Constant;

    private void Run(IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements)
            Run(statement);
    }

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case Statement.Loop loop:
                for (indices[loop.Variable] = loop.From is null ? indices[loop.Variable] : Value(loop.From);
                    indices[loop.Variable] <= Value(loop.To) - loop.Step;
                    indices[loop.Variable] += loop.Step)
                {
                    Run(loop.Body);
                }

                break;
            case Statement.If test when Value(test.Left) < Value(test.Right):
                Run(test.Body);
                break;
            case Statement.Scope scope:
                Run(scope.Body);
                break;
            case Statement.DeclareReference declared:
                references[declared.Name] = At(declared.Base, declared.Offset);
                break;
            case Statement.Advance advance:
                references[advance.Reference] = At(advance.Reference, advance.Offset);
                break;
            case Statement.Declare declared:
                Visit(declared.Value);
                break;
            case Statement.Assign assigned:
                Visit(assigned.Value);
                break;
            case Statement.DeclareIndex index:
                indices[index.Name] = Value(index.Value);
                break;
            case Statement.DeclareIndexExtremum extremum:
                indices[extremum.Name] = extremum.Maximum
                    ? Math.Max(Value(extremum.Left), Value(extremum.Right))
                    : Math.Min(Value(extremum.Left), Value(extremum.Right));
                break;
            case Statement.DeclareIndexQuotient quotient:
                indices[quotient.Name] = Value(quotient.Dividend) / quotient.Divisor;
                break;
            case Statement.Store store:
                Visit(store.Value);
                Visit(store.Reference, store.Offset, store.Count);
                break;
            case Statement.Clear clear:
                Visit(clear.Reference, clear.Offset, Value(clear.Length));
                break;
            case Statement.Copy copy:
                Visit(copy.Source, copy.SourceOffset, Value(copy.Length));
                Visit(copy.Target, copy.TargetOffset, Value(copy.Length));
                break;
            case Statement.Transpose transpose:
                for (var row = 0; row < Value(transpose.Rows); row++)
                    Visit(transpose.Source, transpose.SourceOffset + (row * transpose.SourceStride), transpose.Columns);
                for (var column = 0; column < transpose.Columns; column++)
                    Visit(transpose.Target, transpose.TargetOffset + (column * transpose.TargetStride), Value(transpose.Rows));
                break;
            case Statement.Prefetch prefetch:
                var (parameter, first) = references[prefetch.Reference];
                for (var line = 0; line < prefetch.Lines; line++)
                    fetched.Add((parameter, LineOf(first) + line));
                break;
            case Statement.If or Statement.Comment:
                break;
            default:
                throw new NotSupportedException($"The walk does not know {statement.GetType().Name}; teach it.");
        }
    }

    private void Visit(Expression expression)
    {
        switch (expression)
        {
            case Expression.Load load:
                Visit(load.Reference, load.Offset, load.Width);
                break;
            case Expression.Splat splat:
                Visit(splat.Scalar);
                break;
            case Expression.Arithmetic arithmetic:
                Visit(arithmetic.Left);
                Visit(arithmetic.Right);
                break;
            case Expression.MultiplyAdd sum:
                Visit(sum.Left);
                Visit(sum.Right);
                Visit(sum.Addend);
                break;
            case Expression.Extremum extremum:
                Visit(extremum.Left);
                Visit(extremum.Right);
                break;
            case Expression.Choose choose:
                Visit(choose.Left);
                Visit(choose.Right);
                Visit(choose.WhenTrue);
                Visit(choose.WhenFalse);
                break;
            case Expression.Literal or Expression.Local:
                break;
            default:
                throw new NotSupportedException($"The walk does not know {expression.GetType().Name}; teach it.");
        }
    }

    private void Visit(string reference, IndexExpression offset, int length)
    {
        var (parameter, first) = At(reference, offset);
        for (var line = LineOf(first); line <= LineOf(first + length - 1); line++)
            visited.TryAdd((parameter, line), fetched.Contains((parameter, line)));
    }

    private (string Parameter, int Offset) At(string reference, IndexExpression offset)
    {
        var (parameter, start) = references[reference];
        return (parameter, start + Value(offset));
    }

    private static int LineOf(int offset) => (int)Math.Floor(offset / (double)Line);
}
