using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Rows;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Reduce;

/// <summary>
/// Exponentials of every position's classes, which lie side by side, with their maximum and sum: two passes over each row,
/// or two loops over short rows. The last vector of a row may hold lanes of classes that were counted already, or of what
/// lies behind them; the maximum may see the former, the sum neither.
/// </summary>
internal static class SoftmaxExponentialsSchedule
{
    /// <summary>Rows behind those of the classes: the maximum, and the sum of the exponentials.</summary>
    public const int MoreRows = 2;

    /// <summary>Vectors that are collected side by side; more exponentials in one loop would spill.</summary>
    private const int VectorsPerGroup = 4;

    public static Kernel Create(KernelSignature signature)
    {
        var classes = signature.Inputs[0].Shape[0];
        return new Kernel(
            "Exponentials",
            EquatableArray<string>.Of(
                $"e[p, c] = exp(x[p, c] - m[p]), m[p] = max of x[p, c], s[p] = sum of e[p, c] for every position p and {classes} classes c",
                $"m and s lie behind the classes, as e[p, {classes}] and e[p, {classes + 1}]; what is below the maximum cannot overflow."),
            EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("e", KernelParameterKind.Target)),
            target => Write(classes, signature.Inputs[0].Length / classes, target));
    }

    private static Body Write(int classes, int positions, SimdTarget target)
    {
        var groups = ColumnPlan.Create(classes, target, VectorsPerGroup, ColumnTail.Overlap);
        var lanes = groups[0].Vectors[0].Lanes;
        var body = new Body();
        body.Index("positions", IndexExpression.Variable("count") * positions);
        if (groups.Count > 1 || groups[0].Repeats > 1)
        {
            body.Loop("p", 0, "positions", 1, (inner, p) => WriteExponentials(inner, p, WriteMaximum(inner, p)));
            return body;
        }

        // From a short row's maximum to its sum, each step waits for the one before, and a core sees no further than a few rows:
        // in two loops, more rows are under way at once.
        body.Loop("p", 0, "positions", 1, (inner, p) => WriteMaximum(inner, p));
        body.Loop("p", 0, "positions", 1, (inner, p) => WriteExponentials(inner, p, new Expression.Load("e", To(p) + classes, 1)));
        return body;

        IndexExpression To(IndexExpression p) => p * (classes + MoreRows);

        Expression Load(IndexExpression p, IndexExpression c, ColumnVector vector) => new Expression.Load("x", (p * classes) + c, vector.Lanes);

        Expression WriteMaximum(Body inner, IndexExpression p)
        {
            var largest = Collect(inner, groups, "maximum", terms: 0, float.NegativeInfinity, (_, c, vector, _) => WithoutOthers(Load(p, c, vector), vector),
                (left, right) => RowAlongLanes.Combine(isMaximum: true, left, right));
            var maximum = inner.Declare("m", lanes == 1 ? largest : new Expression.Across(true, largest));
            inner.Store("e", To(p) + classes, maximum);
            return maximum;
        }

        void WriteExponentials(Body inner, IndexExpression p, Expression maximum)
        {
            var shift = lanes > 1 ? inner.Declare("shift", new Expression.Splat(maximum, lanes))
                : maximum is Expression.Local ? maximum : inner.Declare("m", maximum);
            var names = 0;
            var sum = Collect(inner, groups, "sum", classes, 0, (row, c, vector, first) =>
            {
                var exponential = row.Declare("e" + names++, new Expression.Call("Exp", Load(p, c, vector) - shift));
                row.Store("e", To(p) + c, exponential, vector.Count);
                return OnlyNew(exponential, vector, first);
            }, (left, right) => left + right);
            inner.Store("e", To(p) + (classes + 1), lanes == 1 ? sum : new Expression.Across(false, sum));
        }
    }

    /// <summary>Combines all vectors of a row lane by lane.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="groups">The vectors.</param>
    /// <param name="name">Begins the names of partial results.</param>
    /// <param name="terms">Terms of a sum; 0 where values are combined otherwise.</param>
    /// <param name="identity">What a loop starts from.</param>
    /// <param name="term">
    /// The value of a vector: where to write, its column, itself, and the first of its lanes that no vector before it had.
    /// </param>
    /// <param name="combine">Combines two values.</param>
    private static Expression Collect(
        Body body, IReadOnlyList<ColumnGroup> groups, string name, int terms, float identity,
        Func<Body, IndexExpression, ColumnVector, int, Expression> term, Func<Expression, Expression, Expression> combine)
    {
        var partial = new List<Expression>();
        var done = 0;
        foreach (var group in groups)
        {
            if (group.Repeats > 1)
            {
                foreach (var vector in group.Vectors.Skip(partial.Count))
                    partial.Add(body.Declare(name + partial.Count, new Expression.Literal(identity, vector.Lanes)));
                LongSum.Write(body, terms, partial, (loops, sum) => group.Loop(sum, loops, "c", (inner, c) =>
                {
                    for (var v = 0; v < group.Vectors.Count; v++)
                        Add(inner, v, term(inner, c + group.Vectors[v].Offset, group.Vectors[v], 0));
                }));
                done = group.Start + (group.Repeats * group.Step);
                continue;
            }

            for (var v = 0; v < group.Vectors.Count; v++)
            {
                var vector = group.Vectors[v];
                var value = term(body, group.Start + vector.Offset, vector, done - vector.Offset);
                if (v < partial.Count)
                    Add(body, v, value);
                else
                    partial.Add(body.Declare(name + v, value));
                done = vector.Offset + vector.Count;
            }
        }

        return partial.Aggregate(combine);

        void Add(Body scope, int v, Expression value) => scope.Assign(((Expression.Local)partial[v]).Name, combine(partial[v], value));
    }

    /// <summary>Lanes behind the last class repeat it.</summary>
    private static Expression WithoutOthers(Expression value, ColumnVector vector) => vector.Count == vector.Lanes
        ? value
        : new Expression.Permute(value, Enumerable.Range(0, vector.Lanes).Select(lane => Math.Min(lane, vector.Count - 1)).ToEquatableArray());

    /// <summary>Lanes before the first new class and behind the last one are 0.</summary>
    private static Expression OnlyNew(Expression value, ColumnVector vector, int first) => first == 0 && vector.Count == vector.Lanes
        ? value
        : new Expression.Permute(value, Enumerable.Range(0, vector.Lanes)
            .Select(lane => lane >= first && lane < vector.Count ? lane : Expression.Permute.NoLane).ToEquatableArray());
}
