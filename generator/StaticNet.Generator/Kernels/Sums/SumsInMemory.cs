using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;

namespace StaticNet.Generator.Kernels.Sums;

/// <summary>
/// Sums in memory to which sums of blocks are added, as gradients of weights are. After <see cref="Additions"/> of them, all
/// are added with <see cref="Compensation"/> to sums in scratch memory, and begin anew.
/// </summary>
internal sealed class SumsInMemory
{
    /// <summary>Additions one after another: off by 0.5e-6 at the most.</summary>
    public const int Additions = 32;

    private readonly SimdTarget target;
    private readonly string name;
    private readonly int length;
    private readonly int scratch;
    private readonly SumLoops loops;
    private readonly bool isLong;

    /// <param name="target">The tier.</param>
    /// <param name="name">The reference to them.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="isLong">Whether there may be more additions (<see cref="NeedScratch"/>).</param>
    /// <param name="scratch">Where scratch memory of <see cref="ScratchLength"/> begins.</param>
    public SumsInMemory(SimdTarget target, string name, int length, bool isLong, int scratch)
    {
        (this.target, this.name, this.length, this.isLong, this.scratch) = (target, name, length, isLong, scratch);
        loops = isLong ? new SumLoops(new SumLevel("Part", Additions, Join)) : new SumLoops();
    }

    private int Lost => scratch + CostModel.RoundToLines(length);

    /// <summary>Whether sums of so many terms, added block by block, ask for scratch memory.</summary>
    public static bool NeedScratch(long terms, long additions) => LongSum.IsLong(terms) && additions > Additions;

    /// <summary>Floats of scratch memory.</summary>
    public static int ScratchLength(int length) => 2 * CostModel.RoundToLines(length);

    /// <summary>Sets all to zero, or goes on with the sums that are there.</summary>
    public void Begin(Body body, bool clears)
    {
        if (clears)
            body.Add(new Statement.Clear(name, 0, length));
        if (isLong)
            body.Add(new Statement.Clear("scratch", scratch, ScratchLength(length)));
    }

    /// <inheritdoc cref="SumLoops.Loop"/>
    public void Loop(
        Body body, string variable, IndexExpression from, IndexExpression to, int step, long rounds, long terms, Action<Body, IndexExpression> inner) =>
        loops.Loop(body, variable, from, to, step, rounds, terms, inner);

    /// <summary>Leaves the sums in their place.</summary>
    public void Finish(Body body)
    {
        if (!isLong)
            return;
        ForEachVector(body, (inner, at, vector) =>
        {
            Expression Load(int offset) => new Expression.Load("scratch", offset + at, vector.Lanes);
            var (sum, lost) = (inner.Declare("sum", Load(scratch)), inner.Declare("lost", Load(Lost)));
            inner.Store(name, at, new Expression.Load(name, at, vector.Lanes) + Compensation.Result(sum, lost), vector.Count);
        });
    }

    private void Join(Body body)
    {
        body.Comment("What was added so far waits in scratch memory, with what rounding lost of it.");
        ForEachVector(body, (inner, at, vector) =>
        {
            var part = inner.Declare("part", new Expression.Load(name, at, vector.Lanes));
            Compensation.Add(inner, ("scratch", at + scratch), ("scratch", at + Lost), part, vector.Count);
            inner.Store(name, at, new Expression.Literal(0, vector.Lanes), vector.Count);
        });
    }

    private void ForEachVector(Body body, Action<Body, IndexExpression, ColumnVector> write)
    {
        foreach (var group in ColumnPlan.Create(length, target, 1, ColumnTail.Partial))
            group.Loop(body, "e", (inner, e) => inner.Scope(scope => write(scope, e + group.Vectors[0].Offset, group.Vectors[0])));
    }
}
