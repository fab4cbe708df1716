using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Index;

/// <summary>
/// Softmax cross entropy and its gradient, given the exponentials of every position's classes, their maximum m and their sum s
/// (<see cref="SoftmaxExponentials"/>).
/// </summary>
internal static class CrossEntropySchedule
{
    /// <summary>Sums that keep an adder of latency four busy.</summary>
    private const int IndependentSums = 4;

    /// <summary>Vectors of a row in one loop.</summary>
    private const int VectorsPerGroup = 4;

    public static Kernel Loss(KernelSignature signature)
    {
        var classes = signature.Inputs[0].Shape[0];
        var factors = FactorsOfLogarithm(classes);
        return new Kernel(
            "Loss",
            EquatableArray<string>.Of(
                $"y = weight * sum of m[p] - x[p, label[p]] + log(s[p]) over all positions p, with m[p] = e[p, {classes}] and s[p] = e[p, {classes + 1}]",
                $"one logarithm for {factors} positions: log(s0) + log(s1) = log(s0 * s1), and no s exceeds the number of classes."),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Source), new("e", KernelParameterKind.Source), new("labels", KernelParameterKind.Integers),
                new("weight", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
            _ => WriteLoss(classes, signature.Inputs[0].Length / classes, signature.BatchCapacity, factors));
    }

    public static Kernel Gradient(KernelSignature signature)
    {
        var classes = signature.Result.Shape[0];
        return new Kernel(
            "Gradient",
            EquatableArray<string>.Of(
                "dx[p, c] = (e[p, c] / s[p] - (c == label[p] ? 1 : 0)) * weight",
                $"for every position p and {classes} classes c, with s[p] = e[p, {classes + 1}]."),
            EquatableArray<KernelParameter>.Of(
                new("e", KernelParameterKind.Source), new("labels", KernelParameterKind.Integers),
                new("weight", KernelParameterKind.Source), new("dx", KernelParameterKind.Target)),
            target => WriteGradient(classes, signature.Result.Length / classes, target));
    }

    /// <summary>How many sums of exponentials, each between 1 and the number of classes, have a product that is a finite float for certain.</summary>
    private static int FactorsOfLogarithm(int classes) => Math.Min(8, (int)(38 / Math.Log10(classes)));

    private static Body WriteLoss(int classes, int positions, int capacity, int factors)
    {
        var body = new Body();
        var terms = (long)capacity * positions;
        var weight = new Expression.Load("weight", 0, 1);
        if (positions == 1)
        {
            body.Store("y", 0, weight * WriteSum(body, "count", p => p, classes, factors, capacity, terms));
            return body;
        }

        // A sum for each sample, so that rounding errors grow with its positions and the batch, not with their product.
        var total = body.Declare("total", new Expression.Literal(0, 1));
        var ofSample = positions > IndependentSums * LongSum.GroupBlocks ? LongSum.BlockTerms / LongSum.GroupBlocks : 1;
        LongSum.Write(body, terms, new[] { total }, (loops, sum) => sum.Loop(loops, "n", 0, "count", 1, capacity, ofSample, (inner, n) =>
            inner.Assign("total", total + WriteSum(inner, positions, p => (n * positions) + p, classes, factors, positions, terms))));
        body.Store("y", 0, weight * total);
        return body;
    }

    /// <summary>
    /// Adds up the terms of some positions. Neither m - x[label] nor log(s) is ever negative, so neither sum cancels the other.
    /// </summary>
    private static Expression WriteSum(
        Body body, IndexExpression size, Func<IndexExpression, IndexExpression> position, int classes, int factors, int most, long terms)
    {
        var stride = classes + SoftmaxExponentialsSchedule.MoreRows;
        var sums = Enumerable.Range(0, IndependentSums).Select(i => body.Declare("sum" + i, new Expression.Literal(0, 1))).ToArray();
        var logarithms = body.Declare("logarithms", new Expression.Literal(0, 1));
        body.Index("p", 0);
        LongSum.Write(body, terms, sums.Append(logarithms), (loops, sum) => sum.ContinueLoop(
            loops, "p", size, factors, most / factors, (factors + IndependentSums - 1) / IndependentSums, inner =>
            {
                var product = inner.Declare("product", new Expression.Literal(1, 1));
                for (var i = 0; i < factors; i++)
                    AddPosition(inner, "label" + i, sums[i % IndependentSums], product, position("p") + i);
                inner.Assign("logarithms", logarithms + new Expression.Call("Log", product));
            }));
        var rest = body.Declare("rest", new Expression.Literal(1, 1));
        body.ContinueLoop("p", size, 1, inner => AddPosition(inner, "label", sums[0], rest, position("p")));
        return sums.Aggregate((left, right) => left + right) + (logarithms + new Expression.Call("Log", rest));

        void AddPosition(Body inner, string label, Expression sum, Expression product, IndexExpression p)
        {
            inner.Add(new Statement.DeclareLabel(label, "labels", p));
            var maximum = new Expression.Load("e", (p * stride) + classes, 1);
            inner.Assign(NameOf(sum), sum + (maximum - new Expression.Load("x", (p * classes) + label, 1)));
            inner.Assign(NameOf(product), product * new Expression.Load("e", (p * stride) + (classes + 1), 1));
        }
    }

    private static string NameOf(Expression local) => ((Expression.Local)local).Name;

    private static Body WriteGradient(int classes, int positions, SimdTarget target)
    {
        var groups = ColumnPlan.Create(classes, target, VectorsPerGroup, ColumnTail.Overlap);
        var lanes = groups[0].Vectors[0].Lanes;
        var body = new Body();
        body.Index("positions", IndexExpression.Variable("count") * positions);
        var scale = body.Declare("scale", new Expression.Load("weight", 0, 1));
        body.Loop("p", 0, "positions", 1, (inner, p) =>
        {
            var from = p * (classes + SoftmaxExponentialsSchedule.MoreRows);
            var to = p * classes;
            var quotient = scale / new Expression.Load("e", from + (classes + 1), 1);
            var factor = inner.Declare("factor", lanes == 1 ? quotient : new Expression.Splat(quotient, lanes));
            foreach (var group in groups)
            {
                group.Loop(inner, "c", (row, c) =>
                {
                    foreach (var vector in group.Vectors)
                    {
                        var at = c + vector.Offset;
                        row.Store("dx", to + at, new Expression.Load("e", from + at, vector.Lanes) * factor, vector.Count);
                    }
                });
            }

            inner.Add(new Statement.DeclareLabel("label", "labels", p));
            inner.Store("dx", to + "label", new Expression.Load("dx", to + "label", 1) - scale);
        });
        return body;
    }
}
