using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// y[c] = epilogue(sum over k of x[k] w[k, c]): a dense layer for one sample. The weights are loaded once each, which is what
/// bounds it: all columns that fit into registers share one broadcast of an input. A few columns (1, 2, 4 or 8) share a vector
/// instead: it holds the weights of several inputs, and each of those is repeated for every column.
/// </summary>
internal static class VectorProduct
{
    /// <summary>Sums that keep two fused multiply-add units of latency four busy.</summary>
    private const int IndependentSums = 8;

    /// <summary>Writes the product of one row.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="epilogue">What becomes of finished sums.</param>
    /// <param name="weights">Where the weights lie.</param>
    /// <param name="row">The number of the row; the first unless given.</param>
    /// <param name="isShort">Whether short code counts for more than the last percents: beside tiles for many rows.</param>
    public static Body Write(SimdTarget target, Epilogue epilogue, WeightColumns weights, IndexExpression? row = null, bool isShort = false)
    {
        var body = new Body();
        var (depth, columns) = (weights.Depth, weights.Columns);
        if (SharedLanes(target, depth, columns) is { } lanes)
        {
            WriteShared(body, epilogue, depth, columns, lanes, row ?? 0);
            return body;
        }

        weights.Loop(body, target, target.Accumulators, ColumnTail.Overlap, (inner, group, place) => WriteGroup(inner, target, epilogue, group, place, weights, row ?? 0, isShort));
        return body;
    }

    /// <summary>The widest vector that holds the weights of several inputs at once; null where columns fill vectors by themselves.</summary>
    private static int? SharedLanes(SimdTarget target, int depth, int columns)
    {
        if (columns is not (1 or 2 or 4 or 8))
            return null;
        for (var lanes = target.Width; lanes >= 4 && lanes > columns; lanes /= 2)
        {
            if (lanes <= depth)
                return lanes;
        }

        return null;
    }

    private static void WriteGroup(
        Body body, SimdTarget target, Epilogue epilogue, ColumnGroup group, ColumnPlace place, WeightColumns weights, IndexExpression row, bool isShort)
    {
        var depth = weights.Depth;
        // Short sums are not worth the additions that join their parts.
        var vectors = group.Vectors;
        var copies = 1;
        while (!target.IsPlain && copies < 4 && copies * vectors.Count < IndependentSums && depth / (2 * copies) >= 4)
            copies *= 2;
        body.Reference("xk", "x", row * depth);
        body.Reference("wk", "w", weights.Start(place));
        foreach (var copy in Enumerable.Range(0, copies))
        {
            for (var v = 0; v < vectors.Count; v++)
                body.Declare(Sum(v, copy), new Expression.Literal(0, vectors[v].Lanes));
        }

        // Four steps a round, wherever the loop is not written out anyway; where there are many vectors, the arithmetic of a loop hides
        // behind their multiply-adds.
        var stepsOfRound = target.IsPlain ? 1 : !isShort ? 4 : Math.Max(copies, vectors.Count >= 6 ? 1 : vectors.Count >= 3 ? 2 : 4);
        var whole = depth / stepsOfRound * stepsOfRound;
        var sums = from copy in Enumerable.Range(0, copies) from v in Enumerable.Range(0, vectors.Count) select new Expression.Local(Sum(v, copy), vectors[v].Lanes);
        LongSum.WriteProducts(body, depth, sums, (inSum, sum) =>
        {
            sum.Loop(inSum, "k", 0, whole, stepsOfRound, depth / stepsOfRound, stepsOfRound / copies, step => WriteSteps(step, stepsOfRound));
            if (whole < depth)
                WriteSteps(inSum, depth - whole);
        });
        for (var v = 0; v < vectors.Count; v++)
        {
            var parts = Enumerable.Range(0, copies).Select(copy => (Expression)new Expression.Local(Sum(v, copy), vectors[v].Lanes)).ToArray();
            var at = place.Column + vectors[v].Offset;
            var element = (row * weights.Columns) + at;
            epilogue.Store(body, Join(parts), "y", element, element, at, vectors[v].Count);
        }

        string Sum(int vector, int copy) => copies == 1 ? "sum" + vector : $"sum{vector}_{copy}";

        void WriteSteps(Body scope, int steps)
        {
            scope.Scope(inner =>
            {
                for (var k = 0; k < steps; k++)
                {
                    foreach (var width in vectors.Select(vector => vector.Lanes).Distinct())
                        inner.Declare($"x{k}_{width}", Expression.LoadSplat("xk", k, width));
                    for (var v = 0; v < vectors.Count; v++)
                    {
                        var lanes = vectors[v].Lanes;
                        inner.Assign(Sum(v, k % copies), new Expression.MultiplyAdd(
                            new Expression.Local($"x{k}_{lanes}", lanes),
                            new Expression.Load("wk", (k * weights.RowStride) + weights.Offset(vectors[v].Offset), lanes),
                            new Expression.Local(Sum(v, k % copies), lanes)));
                    }
                }

                inner.Advance("xk", steps);
                inner.Advance("wk", steps * weights.RowStride);
            });
        }
    }

    /// <summary>One vector holds <c>lanes / columns</c> rows of weights.</summary>
    private static void WriteShared(Body body, Epilogue epilogue, int depth, int columns, int lanes, IndexExpression row)
    {
        var repeats = lanes / columns;
        var chunks = depth / lanes;
        var sums = Math.Min(4, chunks * columns);
        sums = sums == 3 ? 2 : sums;
        body.Reference("xk", "x", row * depth);
        body.Reference("wk", "w", 0);
        for (var sum = 0; sum < sums; sum++)
            body.Declare("sum" + sum, new Expression.Literal(0, lanes));

        var round = Math.Max(1, sums / columns);
        var whole = chunks / round * round;
        var accumulators = Enumerable.Range(0, sums).Select(sum => new Expression.Local("sum" + sum, lanes));
        LongSum.WriteProducts(body, depth, accumulators, (inSum, sum) =>
        {
            sum.Loop(inSum, "k", 0, whole, round, chunks / round, round * columns / sums, step => WriteChunks(step, round));
            if (whole < chunks)
                WriteChunks(inSum, chunks - whole);
        });

        var total = Join(Enumerable.Range(0, sums).Select(sum => (Expression)new Expression.Local("sum" + sum, lanes)).ToArray());
        for (var width = lanes; width > Math.Max(4, columns); width /= 2)
        {
            var joined = body.Declare("joined" + width, total);
            total = new Expression.Half(false, joined) + new Expression.Half(true, joined);
        }

        if (columns == 1)
        {
            total = new Expression.Across(false, total);
        }
        else if (columns == 2)
        {
            var pairs = body.Declare("pairs", total);
            total = pairs + new Expression.Permute(pairs, EquatableArray<int>.Of(2, 3, 2, 3));
        }

        // Inputs that are left, one after another.
        for (var k = 0; k < depth % lanes; k++)
        {
            total = new Expression.MultiplyAdd(
                Expression.LoadSplat("xk", k, total.Lanes), new Expression.Load("wk", k * columns, total.Lanes), body.Declare("total" + k, total));
        }

        epilogue.Store(body, total, "y", row * columns, row * columns, 0, columns);

        void WriteChunks(Body scope, int count)
        {
            scope.Scope(inner =>
            {
                for (var i = 0; i < count * columns; i++)
                {
                    var (chunk, part) = (i / columns, i % columns);
                    if (part == 0)
                        inner.Declare("x" + chunk, new Expression.Load("xk", chunk * lanes, lanes));
                    Expression factor = new Expression.Local("x" + chunk, lanes);
                    if (columns > 1)
                        factor = new Expression.Permute(factor, Enumerable.Range(0, lanes).Select(lane => (part * repeats) + (lane / columns)).ToEquatableArray());
                    var sum = "sum" + (i % sums);
                    inner.Assign(sum, new Expression.MultiplyAdd(
                        factor, new Expression.Load("wk", i * lanes, lanes), new Expression.Local(sum, lanes)));
                }

                inner.Advance("xk", count * lanes);
                inner.Advance("wk", count * lanes * columns);
            });
        }
    }

    /// <summary>Neighbours first, so that additions do not wait for each other.</summary>
    private static Expression Join(IReadOnlyList<Expression> parts)
    {
        while (parts.Count > 1)
        {
            parts = Enumerable.Range(0, (parts.Count + 1) / 2)
                .Select(i => (2 * i) + 1 < parts.Count ? parts[2 * i] + parts[(2 * i) + 1] : parts[2 * i]).ToArray();
        }

        return parts[0];
    }
}
