using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Window;

/// <summary>Maxima of windows, lanes over channels.</summary>
internal static class MaxPoolSchedule
{
    public static Kernel Create(KernelSignature signature, Window2D window) => new(
        "Forward",
        EquatableArray<string>.Of($"y[y, x, c] = max of x over window {window}, channels last"),
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
        target =>
        {
            var body = new Body();
            var loops = new PoolingLoops(window, signature.Inputs[0].Shape, signature.Result.Shape);
            loops.Write(body, target, ColumnTail.Overlap, (inner, output, input, vectors) =>
            {
                var maxima = vectors.Select((vector, v) =>
                    inner.Declare("max" + v, new Expression.Literal(float.NegativeInfinity, vector.Lanes))).ToArray();
                loops.WriteTaps(inner, input, (tap, at) =>
                {
                    for (var v = 0; v < maxima.Length; v++)
                    {
                        var load = new Expression.Load("x", at + vectors[v].Offset, vectors[v].Lanes);
                        tap.Assign("max" + v, new Expression.Extremum(true, maxima[v], load));
                    }
                });
                for (var v = 0; v < maxima.Length; v++)
                    inner.Store("y", output + vectors[v].Offset, maxima[v], vectors[v].Count);
            });
            return body;
        });
}
