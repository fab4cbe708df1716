using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Window;

/// <summary>The gradient of average pooling: dy over the window's size goes to each of its elements.</summary>
internal static class AveragePoolGradientSchedule
{
    public static Kernel Create(KernelSignature signature, AveragePoolGradient gradient)
    {
        var loops = new PoolingLoops(gradient.Window, gradient.Input, signature.Inputs[0].Shape);
        return new(
            "Gradient",
            EquatableArray<string>.Of($"dx = sum over the windows {gradient.Window} that cover it of dy / size, channels last"),
            loops.WithScratch(new("dy", KernelParameterKind.Source), new("dx", KernelParameterKind.Target)),
            target => Write(target, gradient, loops),
            loops.ScratchLength);
    }

    private static Body Write(SimdTarget target, AveragePoolGradient gradient, PoolingLoops loops)
    {
        var body = new Body();
        loops.WriteBackward(body, target, "dx", (inner, output, input, vectors) =>
        {
            var factor = inner.Declare("factor", AveragePoolSchedule.Factor(inner, loops, gradient.Window, gradient.CountPadding));
            var shares = vectors.Select((vector, v) => inner.Declare("share" + v,
                new Expression.Load("dy", output + vector.Offset, vector.Lanes) * AveragePoolSchedule.Splat(factor, vector.Lanes))).ToArray();
            loops.WriteTaps(inner, input, (tap, at) =>
            {
                for (var v = 0; v < shares.Length; v++)
                {
                    var offset = at + vectors[v].Offset;
                    loops.WriteGradient(tap, "dx", offset, shares[v], vectors[v].Count);
                }
            });
        });
        return body;
    }
}
