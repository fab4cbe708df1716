using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Window;

/// <summary>
/// The gradient of max pooling, lanes over channels. Taps are visited in row-major order; the first that equals the maximum
/// takes what is left of dy, so that nothing is left for those after it.
/// </summary>
internal static class MaxPoolGradientSchedule
{
    public static Kernel Create(KernelSignature signature, Window2D window) => new(
        "Gradient",
        EquatableArray<string>.Of(
            $"dx = dy where x is the first maximum of its window {window}, else 0; channels last",
            Loops(signature, window).AreDisjoint ? "windows do not overlap." : "windows that overlap add up."),
        Loops(signature, window).WithScratch(
            new("x", KernelParameterKind.Source),
            new("y", KernelParameterKind.Source),
            new("dy", KernelParameterKind.Source),
            new("dx", KernelParameterKind.Target)),
        target =>
        {
            var body = new Body();
            var loops = Loops(signature, window);
            loops.WriteBackward(body, target, "dx", (inner, output, input, vectors) =>
            {
                for (var v = 0; v < vectors.Count; v++)
                {
                    inner.Declare("max" + v, new Expression.Load("y", output + vectors[v].Offset, vectors[v].Lanes));
                    inner.Declare("left" + v, new Expression.Load("dy", output + vectors[v].Offset, vectors[v].Lanes));
                }

                var (taps, elements) = (0, 0);
                loops.WriteTaps(inner, input, (tap, at) =>
                {
                    var isLast = ++taps == window.Height.Kernel * window.Width.Kernel && loops.AreUnrolled;
                    for (var v = 0; v < vectors.Count; v++)
                    {
                        var lanes = vectors[v].Lanes;
                        var offset = at + vectors[v].Offset;
                        var left = new Expression.Local("left" + v, lanes);
                        var zero = new Expression.Literal(0, lanes);
                        var max = new Expression.Local("max" + v, lanes);
                        var element = tap.Declare("x" + elements++, new Expression.Load("x", offset, lanes));
                        loops.WriteGradient(tap, "dx", offset, new Expression.Choose("==", element, max, left, zero), vectors[v].Count);
                        if (!isLast)
                            tap.Assign("left" + v, new Expression.Choose("==", element, max, zero, left));
                    }
                });
            });
            return body;
        },
        Loops(signature, window).ScratchLength);

    private static PoolingLoops Loops(KernelSignature signature, Window2D window) =>
        new(window, signature.Inputs[0].Shape, signature.Inputs[1].Shape);
}
