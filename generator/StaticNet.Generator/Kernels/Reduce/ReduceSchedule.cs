using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Reduce;

/// <summary>
/// Sums and maxima along axes. Loops over the axes that stay go outside, those that are reduced inside; where the innermost
/// axis in memory stays, lanes run over it, otherwise along it, with one sum across lanes at its end. Every reduced axis has
/// partial sums of its own, so that rounding errors grow with the length of one axis; long sums are those of <see cref="LongReduction"/>.
/// </summary>
internal static class ReduceSchedule
{
    public static Kernel Create(KernelSignature signature, ReduceKind kind, EquatableArray<int> reduced, bool overBatch)
    {
        var axes = Axes(signature, reduced, overBatch);
        var name = kind == ReduceKind.Sum ? "sum" : "max";
        var over = axes.Where(axis => axis.IsReduced).Select(axis => axis.Size is null ? "the batch" : axis.Size.ToString()).ToArray();
        return new Kernel(
            kind == ReduceKind.Sum ? "Sum" : "Maximum",
            EquatableArray<string>.Of($"y = {name} of x over {(over.Length == 0 ? "nothing" : string.Join(" x ", over))} elements"),
            EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
            target => new Writer(target, axes, kind == ReduceKind.Maximum, signature.BatchCapacity).Write());
    }

    /// <summary>Sums that keep an adder of latency four busy.</summary>
    private const int IndependentSums = 4;

    /// <summary>The shortest axis along which sums side by side are worth their code.</summary>
    private const int LongAxis = 16;

    /// <summary>Axes in memory order, outermost first.</summary>
    private static IReadOnlyList<ReducedAxis> Axes(KernelSignature signature, EquatableArray<int> reduced, bool overBatch)
    {
        var input = signature.Inputs[0];
        var axes = new List<ReducedAxis>();
        if (input.Type.Batched)
            axes.Add(new ReducedAxis(null, input.Length, overBatch ? 0 : signature.Result.Length, overBatch));
        if (reduced.Count == input.Shape.Rank)
        {
            axes.Add(new ReducedAxis(input.Length, 1, 0, true));
            return axes;
        }

        var layout = input.Layout.For(input.Shape);
        var strides = layout.Strides();
        var resultStrides = new Layout(signature.Result.Shape, layout.Order).Strides();
        foreach (var axis in layout.Order)
        {
            var size = input.Shape[axis];
            if (size == 1)
                continue;
            var isReduced = reduced.Contains(axis);
            var next = new ReducedAxis(size, strides[axis], isReduced ? 0 : resultStrides[axis], isReduced);
            if (axes.Count > 0 && axes[axes.Count - 1] is { Size: { } outer } last && last.IsReduced == isReduced
                && last.ResultStride == next.ResultStride * size)
            {
                axes[axes.Count - 1] = next with { Size = outer.Constant * size };
            }
            else
            {
                axes.Add(next);
            }
        }

        if (axes.Count == 0 || axes[axes.Count - 1].Size is null)
            axes.Add(new ReducedAxis(1, 1, 1, false));
        return axes;
    }

    private sealed class Writer
    {
        private readonly SimdTarget target;
        private readonly bool isMaximum;
        private readonly int batchCapacity;
        private readonly ReducedAxis innermost;
        private readonly IReadOnlyList<ReducedAxis> kept;
        private readonly IReadOnlyList<ReducedAxis> reduced;
        private int names;

        public Writer(SimdTarget target, IReadOnlyList<ReducedAxis> axes, bool isMaximum, int batchCapacity)
        {
            this.batchCapacity = batchCapacity;
            this.target = target;
            this.isMaximum = isMaximum;
            innermost = axes[axes.Count - 1];
            kept = axes.Take(axes.Count - 1).Where(axis => !axis.IsReduced).ToArray();
            reduced = axes.Take(axes.Count - 1).Where(axis => axis.IsReduced).ToArray();
        }

        private float Identity => isMaximum ? float.NegativeInfinity : 0;

        public Body Write()
        {
            var body = new Body();
            WriteKept(body, 0, 0, 0);
            return body;
        }

        private void WriteKept(Body body, int depth, IndexExpression input, IndexExpression result)
        {
            if (depth < kept.Count)
            {
                var axis = kept[depth];
                body.Loop("i" + depth, 0, axis.Size ?? IndexExpression.Variable("count"), 1, (inner, i) =>
                    WriteKept(inner, depth + 1, input + (i * axis.InputStride), result + (i * axis.ResultStride)));
                return;
            }

            var sums = new LongReduction(target, innermost, reduced, batchCapacity);
            if (!isMaximum && LongSum.IsLong(sums.Terms))
            {
                sums.Write(body, input, result);
                return;
            }

            if (innermost.IsReduced)
            {
                var total = body.Declare("total", new Expression.Literal(Identity, 1));
                WriteReduced(body, 0, input, new[] { total }, (inner, at, totals) => WriteAlongLanes(inner, at, (Expression.Local)totals[0]));
                body.Store("y", result, total);
                return;
            }

            foreach (var group in ColumnPlan.Create(innermost.Size!.Constant, target, 4, ColumnTail.Overlap))
            {
                group.Loop(body, "c", (inner, c) =>
                {
                    var totals = group.Vectors
                        .Select((vector, v) => inner.Declare("total" + v, new Expression.Literal(Identity, vector.Lanes))).ToArray();
                    WriteReduced(inner, 0, input + c, totals, (body, at, sums) =>
                    {
                        for (var v = 0; v < sums.Count; v++)
                        {
                            var load = new Expression.Load("x", at + group.Vectors[v].Offset, group.Vectors[v].Lanes);
                            body.Assign(((Expression.Local)sums[v]).Name, Combine(sums[v], load));
                        }
                    });
                    for (var v = 0; v < totals.Length; v++)
                        inner.Store("y", result + c + group.Vectors[v].Offset, totals[v], group.Vectors[v].Count);
                });
            }
        }

        /// <summary>Loops over the reduced axes but the innermost; each but the last collects partial results of its own.</summary>
        private void WriteReduced(
            Body body, int depth, IndexExpression input, IReadOnlyList<Expression> totals, Action<Body, IndexExpression, IReadOnlyList<Expression>> element)
        {
            if (depth == reduced.Count)
            {
                element(body, input, totals);
                return;
            }

            var axis = reduced[depth];
            if (depth == reduced.Count - 1 && !innermost.IsReduced && totals.Count <= IndependentSums / 2
                && (axis.Size?.Constant ?? batchCapacity) >= LongAxis)
            {
                WriteInterleaved(body, "r" + depth, axis, input, totals, element);
                return;
            }

            body.Loop("r" + depth, 0, axis.Size ?? IndexExpression.Variable("count"), 1, (inner, i) =>
            {
                var at = input + (i * axis.InputStride);
                if (depth == reduced.Count - 1)
                {
                    element(inner, at, totals);
                    return;
                }

                var partial = totals.Select(total => inner.Declare("partial" + names++, new Expression.Literal(Identity, total.Lanes))).ToArray();
                WriteReduced(inner, depth + 1, at, partial, element);
                for (var v = 0; v < partial.Length; v++)
                    inner.Assign(((Expression.Local)totals[v]).Name, Combine(totals[v], partial[v]));
            });
        }

        /// <summary>
        /// The last axis to be reduced: each addition waits for the one before, so several elements are collected side by side.
        /// </summary>
        private void WriteInterleaved(
            Body body, string variable, ReducedAxis axis, IndexExpression input, IReadOnlyList<Expression> totals,
            Action<Body, IndexExpression, IReadOnlyList<Expression>> element)
        {
            var copies = IndependentSums / totals.Count;
            var sums = Enumerable.Range(1, copies - 1).Select(_ => totals
                .Select(total => body.Declare("partial" + names++, new Expression.Literal(Identity, total.Lanes))).ToArray()).Prepend(totals).ToArray();
            var size = axis.Size ?? IndexExpression.Variable("count");
            body.Index(variable, 0);
            body.ContinueLoop(variable, size, copies, inner =>
            {
                for (var copy = 0; copy < copies; copy++)
                    element(inner, input + ((IndexExpression.Variable(variable) + copy) * axis.InputStride), sums[copy]);
            });
            body.ContinueLoop(variable, size, 1, inner => element(inner, input + (IndexExpression.Variable(variable) * axis.InputStride), totals));
            foreach (var partial in sums.Skip(1))
            {
                for (var v = 0; v < partial.Count; v++)
                    body.Assign(((Expression.Local)totals[v]).Name, Combine(totals[v], partial[v]));
            }
        }

        /// <summary>Reduces the innermost axis at <paramref name="at"/> into a scalar.</summary>
        private void WriteAlongLanes(Body body, IndexExpression at, Expression.Local total)
        {
            var length = innermost.Size!.Constant;
            foreach (var group in ColumnPlan.Create(length, target, 4, ColumnTail.Exact))
            {
                body.Scope(scope =>
                {
                    var partial = group.Vectors.Select(vector =>
                        scope.Declare("partial" + names++, new Expression.Literal(Identity, vector.Lanes))).ToArray();
                    group.Loop(scope, "c", (inner, c) =>
                    {
                        for (var v = 0; v < partial.Length; v++)
                        {
                            var load = new Expression.Load("x", at + c + group.Vectors[v].Offset, partial[v].Lanes);
                            inner.Assign(((Expression.Local)partial[v]).Name, Combine(partial[v], load));
                        }
                    });
                    foreach (var width in partial.GroupBy(p => p.Lanes))
                    {
                        var joined = width.Aggregate(Combine);
                        scope.Assign(total.Name, Combine(total, joined.Lanes == 1 ? joined : new Expression.Across(isMaximum, joined)));
                    }
                });
            }
        }

        private Expression Combine(Expression left, Expression right) =>
            isMaximum ? new Expression.Extremum(true, left, right) : left + right;
    }
}
