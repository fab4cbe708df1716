using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Window;

/// <summary>Means of windows, lanes over channels.</summary>
internal static class AveragePoolSchedule
{
    public static Kernel Create(KernelSignature signature, Window2D window, bool countPadding) => new(
        "Forward",
        EquatableArray<string>.Of($"y[y, x, c] = mean of x over window {window}, channels last"),
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
        target =>
        {
            var body = new Body();
            var loops = new PoolingLoops(window, signature.Inputs[0].Shape, signature.Result.Shape);
            loops.Write(body, target, ColumnTail.Overlap, (inner, output, input, vectors) =>
            {
                var factor = inner.Declare("factor", Factor(inner, loops, window, countPadding));
                var sums = vectors.Select((vector, v) => inner.Declare("sum" + v, new Expression.Literal(0, vector.Lanes))).ToArray();
                LongSum.Write(inner, loops.Taps, sums, (inSum, sum) => loops.WriteTaps(inSum, input, (tap, at) =>
                {
                    for (var v = 0; v < sums.Length; v++)
                        tap.Assign("sum" + v, sums[v] + new Expression.Load("x", at + vectors[v].Offset, vectors[v].Lanes));
                }, sum.Loop));
                for (var v = 0; v < sums.Length; v++)
                    inner.Store("y", output + vectors[v].Offset, sums[v] * Splat(factor, vectors[v].Lanes), vectors[v].Count);
            });
            return body;
        });

    /// <summary>One over the number of elements that a window's mean is of.</summary>
    public static Expression Factor(Body body, PoolingLoops loops, Window2D window, bool countPadding) =>
        countPadding || !window.HasPadding
            ? new Expression.Literal((float)(1.0 / (window.Height.Kernel * window.Width.Kernel)), 1)
            : new Expression.Literal(1, 1) / loops.CountTaps(body);

    public static Expression Splat(Expression scalar, int lanes) => lanes == 1 ? scalar : new Expression.Splat(scalar, lanes);
}
