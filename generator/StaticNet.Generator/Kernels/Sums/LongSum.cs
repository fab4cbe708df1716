using StaticNet.Generator.Ir;

namespace StaticNet.Generator.Kernels.Sums;

/// <summary>
/// Long sums are sums of sums. Every addition rounds to the size of the sum so far, and for equal terms always the same way: n of them
/// added one after another are off by as much as n / 2^26 of the sum. So a long sum adds up <see cref="BlockTerms"/> terms in a
/// register, then <see cref="GroupBlocks"/> such sums, then as many of those, or any number with <see cref="Compensation"/>. A million
/// terms are nearly as precise as eighty then, and the innermost loop is what it was.
/// </summary>
internal sealed class LongSum
{
    /// <summary>Terms up to which a sum is one loop.</summary>
    public const int Longest = 128;

    /// <summary>
    /// The same of products with weights, of which much time goes into sums of this length: windows of 3x3 over 128 channels, dense layers of
    /// 28x28 inputs.
    /// </summary>
    public const int LongestOfProducts = 1152;

    /// <summary>
    /// Terms that one accumulator adds up: off by 1.2e-6 at the most. To join sums takes an addition, a load and a store for every eighty
    /// multiply-adds, so fewer would cost more.
    /// </summary>
    public const int BlockTerms = 80;

    /// <summary>Sums that are added up as they are: another 0.24e-6.</summary>
    public const int GroupBlocks = 16;

    private const int GroupTerms = BlockTerms * GroupBlocks;

    private readonly IReadOnlyList<Expression.Local> sums;
    private readonly SumLoops loops;
    private readonly bool isCompensated;
    private bool hasBlocks;
    private bool hasGroups;

    private LongSum(IReadOnlyList<Expression.Local> sums, bool isLong, long terms)
    {
        this.sums = sums;
        isCompensated = terms > GroupTerms * GroupBlocks;
        loops = isLong ? new SumLoops(new("Block", BlockTerms, JoinBlock), new("Group", GroupTerms, JoinGroup)) : new SumLoops();
    }

    /// <summary>Whether so many terms are too many for one loop.</summary>
    public static bool IsLong(long terms) => terms > Longest;

    /// <summary>Whether so many products with weights are too many for one loop.</summary>
    public static bool IsLongOfProducts(long terms) => terms > LongestOfProducts;

    /// <summary>Writes the loops of a sum, and whatever makes a long one a sum of sums.</summary>
    /// <param name="body">Where the accumulators were set to zero, and hold the sums in the end.</param>
    /// <param name="terms">Terms of the sum, over all accumulators that are joined to one in the end.</param>
    /// <param name="accumulators">Locals that the loops add to.</param>
    /// <param name="write">Writes the loops. What they leave may be added to the accumulators behind them.</param>
    public static void Write(Body body, long terms, IEnumerable<Expression> accumulators, Action<Body, LongSum> write) =>
        Write(body, IsLong(terms), terms, accumulators, write);

    /// <summary>The same for products with weights.</summary>
    /// <inheritdoc cref="Write(Body, long, IEnumerable{Expression}, Action{Body, LongSum})"/>
    public static void WriteProducts(Body body, long terms, IEnumerable<Expression> accumulators, Action<Body, LongSum> write) =>
        Write(body, IsLongOfProducts(terms), terms, accumulators, write);

    /// <summary>The same for a part of a sum of products, which is added to others in memory.</summary>
    /// <param name="body">Where the accumulators were set to zero, and hold the sums in the end.</param>
    /// <param name="terms">Terms of the whole.</param>
    /// <param name="partTerms">Terms of the part.</param>
    /// <param name="accumulators">Locals that the loops add to.</param>
    /// <param name="write">Writes the loops.</param>
    public static void WritePartOfProducts(
        Body body, long terms, long partTerms, IEnumerable<Expression> accumulators, Action<Body, LongSum> write) =>
        Write(body, IsLongOfProducts(terms), partTerms, accumulators, write);

    private static void Write(Body body, bool isLong, long terms, IEnumerable<Expression> accumulators, Action<Body, LongSum> write)
    {
        var sum = new LongSum(accumulators.Cast<Expression.Local>().ToArray(), isLong, terms);
        var loops = new Body();
        write(loops, sum);
        sum.Begin(body);
        body.AddAll(loops);
        sum.Finish(body);
    }

    /// <summary>The sum of a few parts: from left to right, or by halves where that are more than <see cref="GroupBlocks"/>.</summary>
    public static Expression Of(IReadOnlyList<Expression> parts) => parts.Count <= GroupBlocks
        ? parts.Aggregate((left, right) => left + right)
        : Of(parts.Take(parts.Count / 2).ToArray()) + Of(parts.Skip(parts.Count / 2).ToArray());

    /// <inheritdoc cref="SumLoops.Loop"/>
    public void Loop(
        Body body, string variable, IndexExpression from, IndexExpression to, int step, long rounds, long terms, Action<Body, IndexExpression> inner) =>
        loops.Loop(body, variable, from, to, step, rounds, terms, inner);

    /// <inheritdoc cref="SumLoops.Loop"/>
    public void Loop(Body body, string variable, IndexExpression from, IndexExpression to, int step, long rounds, long terms, Action<Body> inner) =>
        loops.Loop(body, variable, from, to, step, rounds, terms, (round, _) => inner(round));

    /// <inheritdoc cref="SumLoops.ContinueLoop"/>
    public void ContinueLoop(Body body, string variable, IndexExpression to, int step, long rounds, long terms, Action<Body> inner) =>
        loops.ContinueLoop(body, variable, to, step, rounds, terms, inner);

    private void JoinBlock(Body body)
    {
        hasBlocks = true;
        foreach (var sum in sums)
        {
            body.Assign(Part(sum).Name, Part(sum) + sum);
            body.Assign(sum.Name, new Expression.Literal(0, sum.Lanes));
        }
    }

    private void JoinGroup(Body body)
    {
        hasGroups = true;
        foreach (var sum in sums)
        {
            if (isCompensated)
                Compensation.Add(body, Total(sum), Lost(sum), Part(sum), sum.Name + "Next");
            else
                body.Assign(Total(sum).Name, Total(sum) + Part(sum));
            body.Assign(Part(sum).Name, new Expression.Literal(0, sum.Lanes));
        }
    }

    private void Begin(Body body)
    {
        if (hasBlocks)
            body.Comment(hasGroups && isCompensated ? "A long sum is a sum of sums, with what rounding loses of it." : "A long sum is a sum of sums.");
        foreach (var sum in sums)
        {
            foreach (var local in new[] { Part(sum), Total(sum), Lost(sum) }.Take(hasGroups ? isCompensated ? 3 : 2 : hasBlocks ? 1 : 0))
                body.Declare(local.Name, new Expression.Literal(0, sum.Lanes));
        }
    }

    private void Finish(Body body)
    {
        foreach (var sum in sums)
        {
            if (!hasBlocks)
                continue;
            var total = Part(sum) + sum;
            if (hasGroups)
                total += isCompensated ? Compensation.Result(Total(sum), Lost(sum)) : Total(sum);
            body.Assign(sum.Name, total);
        }
    }

    private static Expression.Local Part(Expression.Local sum) => new(sum.Name + "Part", sum.Lanes);

    private static Expression.Local Total(Expression.Local sum) => new(sum.Name + "Total", sum.Lanes);

    private static Expression.Local Lost(Expression.Local sum) => new(sum.Name + "Lost", sum.Lanes);
}
