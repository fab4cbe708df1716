using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Map;

/// <summary>Dropout: one flat loop, masks from a counter-based generator.</summary>
internal static class DropoutSchedule
{
    public static Kernel Create(KernelSignature signature, double rate)
    {
        var threshold = (uint)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296.0));
        var scale = (float)(1 / (1 - rate));
        return new Kernel(
            "Dropout",
            EquatableArray<string>.Of(
                FormattableString.Invariant($"y = x / (1 - {rate}) with probability 1 - {rate}, else 0;"),
                "the mask is a hash of (key, element), so that backward repeats it without storing it."),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Source),
                new("y", KernelParameterKind.Target),
                new("key", KernelParameterKind.RandomKey),
                new("first", KernelParameterKind.FirstElement)),
            target =>
            {
                var body = new Body();
                body.Index("total", IndexExpression.Variable("count") * signature.Result.Length);
                body.Loop("i", 0, IndexExpression.Variable("total") + (target.Width - 1), target.Width, (inner, i) => inner.Store("y", i,
                    new Expression.Load("x", i, target.Width) * new Expression.DropoutFactor("key", IndexExpression.Variable("first") + i, threshold, scale, target.Width)));
                return body;
            });
    }
}
