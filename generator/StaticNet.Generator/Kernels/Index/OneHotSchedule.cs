using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Index;

/// <summary>Vectors with a single one, at the place of an integer that is checked before any kernel runs.</summary>
internal static class OneHotSchedule
{
    public static Kernel Create(KernelSignature signature, int classes)
    {
        var places = signature.Inputs[0].Length;
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of($"y[t, c] = (c == x[t] ? 1 : 0) for {places} places t of every sample and {classes} classes c."),
            EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Integers), new("y", KernelParameterKind.Target)),
            _ =>
            {
                var body = new Body();
                body.Index("places", IndexExpression.Variable("count") * places);
                body.Add(new Statement.Clear("y", 0, IndexExpression.Variable("places") * classes));
                body.Loop("t", 0, "places", 1, (inner, t) =>
                {
                    inner.Add(new Statement.DeclareLabel("place", "x", t));
                    inner.Store("y", (t * classes) + "place", new Expression.Literal(1, 1));
                });
                return body;
            });
    }
}
