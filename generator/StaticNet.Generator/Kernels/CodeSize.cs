using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels;

/// <summary>
/// An estimate of a body's IL, for the budget of a method. RyuJIT gives up optimising at 60,000 bytes; a straight-line fused
/// multiply-add costs some 24, and the estimate errs on the side of more.
/// </summary>
internal static class CodeSize
{
    /// <summary>What one method may have: half of the cliff.</summary>
    public const int Budget = 30_000;

    public static int EstimateIl(IReadOnlyList<Statement> statements) => statements.Sum(EstimateIl);

    private static int EstimateIl(Statement statement) => statement switch
    {
        Statement.Loop loop => 20 + EstimateIl(loop.Body),
        Statement.If condition => 12 + EstimateIl(condition.Body),
        Statement.Scope scope => EstimateIl(scope.Body),
        Statement.Declare declare => 3 + EstimateIl(declare.Value),
        Statement.Assign assign => 3 + EstimateIl(assign.Value),
        Statement.Store store when store.Count == store.Value.Lanes => 12 + Offset(store.Offset) + EstimateIl(store.Value),

        // Up to four parts: 8, 4, 2 and 1 of sixteen lanes, each a chain of halves.
        Statement.Store store => (4 * (26 + Offset(store.Offset))) + EstimateIl(store.Value),
        Statement.Comment => 0,
        Statement.Copy or Statement.Clear => 60,
        Statement.Transpose => 90,
        Statement.CopyBlocks => 60,
        _ => 16,
    };

    private static int EstimateIl(Expression expression) => expression switch
    {
        Expression.Literal => 10,
        Expression.Local => 3,
        Expression.Load load => 9 + Offset(load.Offset),
        Expression.Splat splat => 5 + EstimateIl(splat.Scalar),
        Expression.Arithmetic e => 5 + EstimateIl(e.Left) + EstimateIl(e.Right),
        Expression.MultiplyAdd e => 5 + EstimateIl(e.Left) + EstimateIl(e.Right) + EstimateIl(e.Addend),
        Expression.Extremum e => 5 + EstimateIl(e.Left) + EstimateIl(e.Right),
        Expression.Choose e => 12 + EstimateIl(e.Left) + EstimateIl(e.Right) + EstimateIl(e.WhenTrue) + EstimateIl(e.WhenFalse),
        Expression.Call e => 5 + EstimateIl(e.Operand),
        Expression.Permute e => 10 + (6 * e.Lanes) + EstimateIl(e.Operand),
        Expression.Half e => 5 + EstimateIl(e.Operand),
        Expression.Across e => 5 + EstimateIl(e.Operand),
        _ => 20,
    };

    /// <summary>A call of Unsafe.Add, and a load, a multiplication and an addition a variable.</summary>
    private static int Offset(IndexExpression offset) => 10 + (9 * offset.TermCount);
}
