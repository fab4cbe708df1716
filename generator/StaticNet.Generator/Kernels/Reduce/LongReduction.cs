using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Reduce;

/// <summary>
/// A long sum along axes (<see cref="LongSum"/>): accumulators run through all that are reduced, and are joined wherever they have added up
/// enough.
/// </summary>
/// <param name="Target">The tier.</param>
/// <param name="Innermost">The innermost axis in memory.</param>
/// <param name="Reduced">The others that are reduced, outermost first.</param>
/// <param name="BatchCapacity">Samples of a batch at the most.</param>
internal sealed record LongReduction(SimdTarget Target, ReducedAxis Innermost, IReadOnlyList<ReducedAxis> Reduced, int BatchCapacity)
{
    /// <summary>Vectors in one loop, if they are as many.</summary>
    private const int Vectors = 4;

    /// <summary>Terms of a sum.</summary>
    public long Terms => Reduced.Aggregate(Innermost.IsReduced ? LengthOf(Innermost) : 1, (terms, axis) => terms * LengthOf(axis));

    /// <summary>Writes the sums of one place among the axes that stay.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="input">Where they begin.</param>
    /// <param name="result">Where they go.</param>
    public void Write(Body body, IndexExpression input, IndexExpression result)
    {
        if (Innermost.IsReduced)
            WriteAlongLanes(body, input, result);
        else
            WriteAcrossLanes(body, input, result);
    }

    private long LengthOf(ReducedAxis axis) => axis.Size?.Constant ?? BatchCapacity;

    private static IndexExpression SizeOf(ReducedAxis axis) => axis.Size ?? IndexExpression.Variable("count");

    /// <summary>Lanes over the innermost axis, which stays. Few vectors are collected several at a time, since additions wait for each other.</summary>
    private void WriteAcrossLanes(Body body, IndexExpression input, IndexExpression result)
    {
        foreach (var group in ColumnPlan.Create(Innermost.Size!.Constant, Target, Vectors, ColumnTail.Overlap))
        {
            group.Loop(body, "c", (inGroup, c) =>
            {
                var last = Reduced[Reduced.Count - 1];
                var copies = (int)Math.Max(1, Math.Min(Vectors / group.Vectors.Count, LengthOf(last)));
                var sums = Enumerable.Range(0, copies).Select(copy => group.Vectors
                    .Select((vector, v) => inGroup.Declare($"sum{v}_{copy}", new Expression.Literal(0, vector.Lanes))).ToArray()).ToArray();
                LongSum.Write(inGroup, Terms, sums.SelectMany(copy => copy), (loops, sum) =>
                    LoopOver(loops, sum, Reduced.Count - 1, (LengthOf(last) + copies - 1) / copies, input + c, (inner, at) => WriteLast(inner, sum, at)));
                for (var v = 0; v < group.Vectors.Count; v++)
                    inGroup.Store("y", result + c + group.Vectors[v].Offset, LongSum.Of(sums.Select(copy => copy[v]).ToArray()), group.Vectors[v].Count);

                void WriteLast(Body inner, LongSum sum, IndexExpression at)
                {
                    var size = SizeOf(last);
                    IndexExpression whole = size.Constant / copies * copies;
                    if (!size.IsConstant && copies > 1)
                    {
                        inner.Add(new Statement.DeclareIndexQuotient("turns", size, copies));
                        whole = IndexExpression.Variable("turns") * copies;
                    }
                    else if (!size.IsConstant)
                    {
                        whole = size;
                    }

                    sum.Loop(inner, "r", 0, whole, copies, LengthOf(last) / copies, 1, (turn, r) =>
                    {
                        for (var copy = 0; copy < copies; copy++)
                            Add(turn, at + ((r + copy) * last.InputStride), sums[copy]);
                    });
                    if (copies > 1)
                        inner.Loop("r", whole, size, 1, (rest, r) => Add(rest, at + (r * last.InputStride), sums[0]));
                }
            });

            void Add(Body inner, IndexExpression at, Expression[] sums)
            {
                for (var v = 0; v < sums.Length; v++)
                    inner.Assign(((Expression.Local)sums[v]).Name, sums[v] + new Expression.Load("x", at + group.Vectors[v].Offset, sums[v].Lanes));
            }
        }
    }

    /// <summary>Lanes along the innermost axis, with a sum across them at its end.</summary>
    private void WriteAlongLanes(Body body, IndexExpression input, IndexExpression result)
    {
        var total = body.Declare("total", new Expression.Literal(0, 1));
        var groups = ColumnPlan.Create(Innermost.Size!.Constant, Target, Vectors, ColumnTail.Exact);

        // Sums that are sums of many already are joined after a few.
        var weight = groups.Max(group => group.Repeats) > LongSum.GroupBlocks ? LongSum.BlockTerms / LongSum.GroupBlocks : groups.Sum(group => group.Vectors.Select(vector => vector.Lanes).Distinct().Count());
        LongSum.Write(body, Terms, new[] { total }, (loops, sum) => LoopOver(loops, sum, Reduced.Count, weight, input, (inner, at) =>
        {
            foreach (var group in groups)
                inner.Scope(scope => WriteRow(scope, group, at, (Expression.Local)total));
        }));
        body.Store("y", result, total);
    }

    private void WriteRow(Body body, ColumnGroup group, IndexExpression at, Expression.Local total)
    {
        var sums = group.Vectors.Select((vector, v) => body.Declare("sum" + v, new Expression.Literal(0, vector.Lanes))).ToArray();
        LongSum.Write(body, Terms, sums, (loops, sum) => group.Loop(sum, loops, "c", (inner, c) =>
        {
            for (var v = 0; v < sums.Length; v++)
                inner.Assign("sum" + v, sums[v] + new Expression.Load("x", at + c + group.Vectors[v].Offset, sums[v].Lanes));
        }));
        foreach (var width in sums.GroupBy(sum => sum.Lanes))
        {
            var joined = LongSum.Of(width.ToArray());
            body.Assign(total.Name, total + (joined.Lanes == 1 ? joined : new Expression.Across(false, joined)));
        }
    }

    /// <summary>Loops over the first of the reduced axes.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="axes">How many axes.</param>
    /// <param name="terms">Terms of what is in the loops.</param>
    /// <param name="input">Where they begin.</param>
    /// <param name="inner">Writes what is in the loops.</param>
    private void LoopOver(Body body, LongSum sum, int axes, long terms, IndexExpression input, Action<Body, IndexExpression> inner)
    {
        Write(body, 0, input);

        void Write(Body scope, int depth, IndexExpression at)
        {
            if (depth == axes)
            {
                inner(scope, at);
                return;
            }

            var axis = Reduced[depth];
            var ofRound = Reduced.Take(axes).Skip(depth + 1).Aggregate(terms, (product, next) => product * LengthOf(next));
            sum.Loop(scope, "r" + depth, 0, SizeOf(axis), 1, LengthOf(axis), ofRound, (round, r) => Write(round, depth + 1, at + (r * axis.InputStride)));
        }
    }
}
