using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Index;

/// <summary>Rows of a table chosen by integers, which are checked before any kernel runs, and the gradient of the table.</summary>
internal static class EmbeddingSchedule
{
    /// <summary>Vectors of a row in one loop.</summary>
    private const int VectorsPerGroup = 4;

    public static Kernel Forward(KernelSignature signature)
    {
        var (places, width) = (signature.Inputs[0].Length, signature.Inputs[1].Shape[1]);
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of($"y[t] = w[x[t]] for {places} places t of every sample: rows of {width} are copied."),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Integers), new("w", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
            target => WriteForward(places, width, target));
    }

    public static Kernel Gradient(KernelSignature signature, bool accumulates)
    {
        var (places, width, length) = (signature.Inputs[0].Length, signature.Result.Shape[1], signature.Result.Length);

        // Every place may choose the same row.
        var isLong = LongSum.IsLong((long)places * signature.BatchCapacity);
        var parameters = new List<KernelParameter>
        {
            new("x", KernelParameterKind.Integers), new("dy", KernelParameterKind.Source), new("dw", KernelParameterKind.Target),
        };
        if (isLong)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        return new Kernel(
            "WeightGradient",
            EquatableArray<string>.Of($"dw[x[t]] += dy[t] for {places} places t of every sample" + (accumulates ? "." : ", from zero on.")),
            parameters.ToEquatableArray(),
            target => WriteGradient(places, width, length, isLong, accumulates, target),
            isLong ? length : 0);
    }

    private static Body WriteForward(int places, int width, SimdTarget target)
    {
        var body = new Body();
        body.Index("places", IndexExpression.Variable("count") * places);
        body.Loop("t", 0, "places", 1, (inner, t) =>
        {
            inner.Add(new Statement.DeclareLabel("row", "x", t));
            inner.Reference("from", "w", IndexExpression.Variable("row") * width);
            inner.Reference("to", "y", t * width);
            ForEachVector(inner, width, target, ColumnTail.Overlap, (row, i, vector) =>
                row.Store("to", i, new Expression.Load("from", i, vector.Lanes), vector.Count));
        });
        return body;
    }

    private static Body WriteGradient(int places, int width, int length, bool isLong, bool accumulates, SimdTarget target)
    {
        var body = new Body();
        if (!accumulates)
            body.Add(new Statement.Clear("dw", 0, length));
        if (isLong)
        {
            body.Comment("What rounding loses of each sum is added up in scratch memory.");
            body.Add(new Statement.Clear("scratch", 0, length));
        }

        body.Index("places", IndexExpression.Variable("count") * places);
        body.Loop("t", 0, "places", 1, (inner, t) =>
        {
            inner.Add(new Statement.DeclareLabel("row", "x", t));
            inner.Reference("from", "dy", t * width);
            inner.Reference("to", "dw", IndexExpression.Variable("row") * width);
            if (isLong)
                inner.Reference("lost", "scratch", IndexExpression.Variable("row") * width);
            ForEachVector(inner, width, target, ColumnTail.Partial, (row, i, vector) => row.Scope(scope =>
            {
                var part = scope.Declare("part", new Expression.Load("from", i, vector.Lanes));
                if (isLong)
                    Compensation.Add(scope, ("to", i), ("lost", i), part, vector.Count);
                else
                    scope.Store("to", i, new Expression.Load("to", i, vector.Lanes) + part, vector.Count);
            }));
        });
        if (isLong)
        {
            ForEachVector(body, length, target, ColumnTail.Partial, (inner, i, vector) => inner.Scope(scope =>
            {
                var (sum, lost) = (scope.Declare("sum", new Expression.Load("dw", i, vector.Lanes)), scope.Declare("lostOfSum", new Expression.Load("scratch", i, vector.Lanes)));
                scope.Store("dw", i, Compensation.Result(sum, lost), vector.Count);
            }));
        }

        return body;
    }

    private static void ForEachVector(Body body, int width, SimdTarget target, ColumnTail tail, Action<Body, IndexExpression, ColumnVector> write)
    {
        foreach (var group in ColumnPlan.Create(width, target, VectorsPerGroup, tail))
        {
            group.Loop(body, "i", (inner, i) =>
            {
                foreach (var vector in group.Vectors)
                    write(inner, i + vector.Offset, vector);
            });
        }
    }
}
