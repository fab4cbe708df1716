using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Steps;

/// <summary>Steps that a window sees together, side by side as channels, and back.</summary>
internal static class UnfoldSchedule
{
    private static readonly EquatableArray<KernelParameter> OneToOne =
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target));

    public static Kernel Unfold(KernelSignature signature, WindowAxis window)
    {
        var (channels, plane) = (signature.Inputs[0].Shape[0], signature.Inputs[0].Length / signature.Inputs[0].Shape[0]);
        return new Kernel(
            "UnfoldSteps",
            EquatableArray<string>.Of($"y[t, c * {window.Kernel} + k] = x[t * {window.Stride} + k * {window.Dilation}, c]: the {window.Kernel} taps of each window as channels, planes of {plane}."),
            OneToOne,
            _ => Write("x", "y", signature.Result.Type.Steps, window, channels, plane, (copy, unfolded, step) =>
                copy.Add(new Statement.Copy("window", unfolded, "tap", step, plane))));
    }

    public static Kernel Fold(KernelSignature signature, WindowAxis window)
    {
        var (channels, plane) = (signature.Result.Shape[0], signature.Result.Length / signature.Result.Shape[0]);
        return new Kernel(
            "FoldSteps",
            EquatableArray<string>.Of($"y[t * {window.Stride} + k * {window.Dilation}, c] = sum over windows t and taps k of x[t, c * {window.Kernel} + k], planes of {plane}."),
            OneToOne,
            target =>
            {
                var body = new Body();
                body.Add(new Statement.Clear("y", 0, IndexExpression.Variable("count") * (signature.Result.Type.Steps * signature.Result.Length)));
                body.AddAll(Write("y", "x", signature.Inputs[0].Type.Steps, window, channels, plane, (add, unfolded, step) =>
                {
                    // The next plane lies right behind.
                    var lanes = target.WidestFor(plane);
                    add.Loop("i", 0, plane / lanes * lanes, lanes, (inner, i) => Add(inner, i, lanes));
                    add.Loop("i", plane / lanes * lanes, plane, 1, (inner, i) => Add(inner, i, 1));

                    void Add(Body inner, IndexExpression i, int width) => inner.Store(
                        "tap", step + i, new Expression.Load("tap", step + i, width) + new Expression.Load("window", unfolded + i, width));
                }));
                return body;
            });
    }

    /// <summary>Loops over windows and their taps, then samples and channels: references <c>window</c> and <c>tap</c> begin with a step of each.</summary>
    private static Body Write(
        string steps, string windows, int count, WindowAxis window, int channels, int plane, Action<Body, IndexExpression, IndexExpression> move)
    {
        var body = new Body();
        body.Index("step", IndexExpression.Variable("count") * (channels * plane));
        body.Reference("first", steps, 0);
        body.Reference("window", windows, 0);
        body.Loop("t", 0, count, 1, inWindow =>
        {
            inWindow.Reference("tap", "first", 0);
            inWindow.Loop("k", 0, window.Kernel, 1, (inTap, k) =>
            {
                inTap.Loop("n", 0, "count", 1, (inSample, n) => inSample.Loop("c", 0, channels, 1, (inner, c) => move(
                    inner, (n * (channels * window.Kernel * plane)) + (c * (window.Kernel * plane)) + (k * plane), (n * (channels * plane)) + (c * plane))));
                inTap.Advance("tap", IndexExpression.Variable("step") * window.Dilation);
            });
            inWindow.Advance("first", IndexExpression.Variable("step") * window.Stride);
            inWindow.Advance("window", IndexExpression.Variable("step") * window.Kernel);
        });
        return body;
    }
}
