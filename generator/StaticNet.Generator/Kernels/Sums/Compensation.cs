using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Sums;

/// <summary>
/// Additions with compensation: what each of them loses by rounding is added up beside the sum (Dekker, "A floating-point technique for
/// extending the available precision", 1971; Neumaier, 1974).
/// </summary>
internal static class Compensation
{
    /// <summary>Adds to a sum in locals.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="lost">What it has lost so far.</param>
    /// <param name="part">What is added.</param>
    /// <param name="next">A name that is free.</param>
    public static void Add(Body body, Expression.Local sum, Expression.Local lost, Expression part, string next)
    {
        var larger = body.Declare(next, sum + part);
        body.Assign(lost.Name, lost + Loss(sum, part, larger));
        body.Assign(sum.Name, larger);
    }

    /// <summary>Adds to a sum in memory.</summary>
    /// <param name="body">Where to: a scope of its own.</param>
    /// <param name="sum">The sum's reference and element.</param>
    /// <param name="lost">The same of what it has lost so far.</param>
    /// <param name="part">What is added: a local.</param>
    /// <param name="count">Lanes that there are.</param>
    public static void Add(
        Body body, (string Reference, IndexExpression Offset) sum, (string Reference, IndexExpression Offset) lost, Expression part, int count)
    {
        var before = body.Declare("before", new Expression.Load(sum.Reference, sum.Offset, part.Lanes));
        var next = body.Declare("next", before + part);
        body.Store(lost.Reference, lost.Offset, new Expression.Load(lost.Reference, lost.Offset, part.Lanes) + Loss(before, part, next), count);
        body.Store(sum.Reference, sum.Offset, next, count);
    }

    /// <summary>A sum with what it has lost; without it where the sum is not finite, since then that is not a number.</summary>
    public static Expression Result(Expression sum, Expression lost) =>
        new Expression.Choose("==", lost - lost, new Expression.Literal(0, sum.Lanes), sum + lost, sum);

    /// <summary>What <c>next = sum + part</c> has lost: exactly, unless the sum was the smaller of the two.</summary>
    private static Expression Loss(Expression sum, Expression part, Expression next) => part - (next - sum);
}
