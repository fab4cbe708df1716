using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Index;

/// <summary>
/// Rows of a table chosen by integers, which are checked before any kernel runs, and the gradient of the table. There is one table, or one
/// for each sample.
/// </summary>
internal static class EmbeddingSchedule
{
    /// <summary>Vectors of a row in one loop.</summary>
    private const int VectorsPerGroup = 4;

    public static Kernel Forward(KernelSignature signature)
    {
        var (places, table) = (signature.Inputs[0].Length, signature.Inputs[1]);
        var width = table.Shape[1];
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of($"y[t] = w[x[t]] for {places} places t of every sample: rows of {width} {(table.Type.Batched ? "of the sample's own w " : "")}are copied."),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Integers), new("w", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
            target => WriteForward(places, width, table.Type.Batched ? table.Length : null, target));
    }

    /// <param name="signature">Operands and result.</param>
    /// <param name="accumulates">Whether it adds to what the result is already.</param>
    /// <param name="constantRow">A row that has no gradient; null where all have.</param>
    public static Kernel Gradient(KernelSignature signature, bool accumulates = false, int? constantRow = null)
    {
        var (places, width, length) = (signature.Inputs[0].Length, signature.Result.Shape[1], signature.Result.Length);
        var isBatched = signature.Result.Type.Batched;

        // Every place may choose the same row.
        var isLong = LongSum.IsLong(isBatched ? places : (long)places * signature.BatchCapacity);
        var parameters = new List<KernelParameter>
        {
            new("x", KernelParameterKind.Integers), new("dy", KernelParameterKind.Source), new("dw", KernelParameterKind.Target),
        };
        if (isLong)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        var row = (accumulates ? "" : ", from zero on") + (constantRow is { } constant ? $", but for row {constant}, which has none" : "");
        return new Kernel(
            isBatched ? "Gradient" : "WeightGradient",
            EquatableArray<string>.Of($"dw[x[t]] += dy[t] for {places} places t of {(isBatched ? "the same" : "every")} sample{row}."),
            parameters.ToEquatableArray(),
            target =>
            {
                var body = new Body();
                if (isBatched)
                {
                    body.Loop("n", 0, "count", 1, (inSample, n) =>
                    {
                        inSample.Reference("dwn", "dw", n * length);
                        WriteGradient(inSample, "dwn", n * places, (n * places) + places, width, length, isLong, accumulates, target);
                    });
                    return body;
                }

                body.Index("places", IndexExpression.Variable("count") * places);
                WriteGradient(body, "dw", 0, "places", width, length, isLong, accumulates, target);
                if (constantRow is { } cleared)
                    body.Add(new Statement.Clear("dw", cleared * width, width));
                return body;
            },
            isLong ? length : 0);
    }

    private static Body WriteForward(int places, int width, int? tableLength, SimdTarget target)
    {
        var body = new Body();
        if (tableLength is { } length)
        {
            body.Loop("n", 0, "count", 1, (inSample, n) =>
            {
                inSample.Reference("wn", "w", n * length);
                WritePlaces(inSample, "wn", n * places, (n * places) + places);
            });
            return body;
        }

        body.Index("places", IndexExpression.Variable("count") * places);
        WritePlaces(body, "w", 0, "places");
        return body;

        void WritePlaces(Body scope, string table, IndexExpression first, IndexExpression end) => scope.Loop("t", first, end, 1, (inner, t) =>
        {
            inner.Add(new Statement.DeclareLabel("row", "x", t));
            inner.Reference("from", table, IndexExpression.Variable("row") * width);
            inner.Reference("to", "y", t * width);
            ForEachVector(inner, width, target, ColumnTail.Overlap, (row, i, vector) =>
                row.Store("to", i, new Expression.Load("from", i, vector.Lanes), vector.Count));
        });
    }

    /// <summary>The gradient of a table by the places from one up to another.</summary>
    private static void WriteGradient(
        Body body, string table, IndexExpression first, IndexExpression end, int width, int length, bool isLong, bool accumulates, SimdTarget target)
    {
        if (!accumulates)
            body.Add(new Statement.Clear(table, 0, length));
        if (isLong)
        {
            body.Comment("What rounding loses of each sum is added up in scratch memory.");
            body.Add(new Statement.Clear("scratch", 0, length));
        }

        body.Loop("t", first, end, 1, (inner, t) =>
        {
            inner.Add(new Statement.DeclareLabel("row", "x", t));
            inner.Reference("from", "dy", t * width);
            inner.Reference("to", table, IndexExpression.Variable("row") * width);
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
                var (sum, lost) = (scope.Declare("sum", new Expression.Load(table, i, vector.Lanes)), scope.Declare("lostOfSum", new Expression.Load("scratch", i, vector.Lanes)));
                scope.Store(table, i, Compensation.Result(sum, lost), vector.Count);
            }));
        }
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
