using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Window;

/// <summary>The gradient of average pooling: dy over the window's size goes to each of its elements.</summary>
internal static class AveragePoolGradientSchedule
{
    public static Kernel Create(KernelSignature signature, Window2D window, bool countPadding, Shape input)
    {
        var loops = new PoolingLoops(window, input, signature.Inputs[0].Shape);
        return new(
            "Gradient",
            EquatableArray<string>.Of($"dx = sum over the windows {window} that cover it of dy / size, channels last"),
            loops.WithScratch(new("dy", KernelParameterKind.Source), new("dx", KernelParameterKind.Target)),
            target => Write(target, window, countPadding, loops),
            loops.ScratchLength);
    }

    private static Body Write(SimdTarget target, Window2D window, bool countPadding, PoolingLoops loops)
    {
        var body = new Body();
        loops.WriteBackward(body, target, "dx", (inner, output, input, vectors) =>
        {
            var factor = inner.Declare("factor", AveragePoolSchedule.Factor(inner, loops, window, countPadding));
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
