using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Index;

/// <summary>Reads or writes the one element of every position that its label selects.</summary>
internal static class LabelSchedule
{
    public static Kernel Gather(KernelSignature signature)
    {
        var classes = signature.Inputs[0].Shape[0];
        return new Kernel(
            "Gather",
            EquatableArray<string>.Of("y[p] = x[p, label[p]] for every position p"),
            EquatableArray<KernelParameter>.Of(
                new("x", KernelParameterKind.Source), new("labels", KernelParameterKind.Labels), new("y", KernelParameterKind.Target)),
            _ => Write(signature.Result.Length, (body, p) => body.Store("y", p, new Expression.Load("x", (p * classes) + "label", 1))));
    }

    public static Kernel Scatter(KernelSignature signature)
    {
        var classes = signature.Result.Shape[0];
        return new Kernel(
            "Scatter",
            EquatableArray<string>.Of("y[p, label[p]] = dy[p] for every position p, all else 0"),
            EquatableArray<KernelParameter>.Of(
                new("dy", KernelParameterKind.Source), new("labels", KernelParameterKind.Labels), new("y", KernelParameterKind.Target)),
            _ => Write(signature.Inputs[0].Length, (body, p) =>
            {
                body.Add(new Statement.Clear("y", p * classes, classes));
                body.Store("y", (p * classes) + "label", new Expression.Load("dy", p, 1));
            }));
    }

    private static Body Write(int positions, Action<Body, IndexExpression> perPosition)
    {
        var body = new Body();
        body.Index("positions", IndexExpression.Variable("count") * positions);
        body.Loop("p", 0, "positions", 1, (inner, p) =>
        {
            inner.Add(new Statement.DeclareLabel("label", "labels", p));
            perPosition(inner, p);
        });
        return body;
    }
}
