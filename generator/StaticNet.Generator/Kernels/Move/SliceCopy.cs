using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Move;

/// <summary>Concatenation and slices along an axis: copies of contiguous runs.</summary>
internal static class SliceCopy
{
    public static Kernel Concatenate(KernelSignature signature, int axis) => new(
        "Forward",
        EquatableArray<string>.Of("operands one after another along axis " + axis),
        signature.Inputs.Select((_, i) => new KernelParameter("x" + i, KernelParameterKind.Source))
            .Concat(new[] { new KernelParameter("y", KernelParameterKind.Target) }).ToEquatableArray(),
        _ =>
        {
            var body = new Body();
            var (outer, inner) = Split(signature.Result, axis);
            var row = signature.Result.Shape[axis] * inner;
            body.Index("rows", Rows(signature, outer));
            body.Loop("r", 0, "rows", 1, (copy, r) =>
            {
                var start = 0;
                for (var i = 0; i < signature.Inputs.Count; i++)
                {
                    var length = signature.Inputs[i].Shape[axis] * inner;
                    copy.Add(new Statement.Copy("y", (r * row) + start, "x" + i, r * length, length));
                    start += length;
                }
            });
            return body;
        });

    public static Kernel Take(KernelSignature signature, int axis, int start) => new(
        "Slice",
        EquatableArray<string>.Of($"elements {start} to {start + signature.Result.Shape[axis] - 1} along axis {axis}"),
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
        _ =>
        {
            var body = new Body();
            var (outer, inner) = Split(signature.Result, axis);
            var length = signature.Result.Shape[axis] * inner;
            body.Index("rows", Rows(signature, outer));
            body.Loop("r", 0, "rows", 1, (copy, r) => copy.Add(new Statement.Copy(
                "y", r * length, "x", (r * (signature.Inputs[0].Shape[axis] * inner)) + (start * inner), length)));
            return body;
        });

    public static Kernel Put(KernelSignature signature, int axis, int start) => new(
        "Pad",
        EquatableArray<string>.Of($"x from element {start} on along axis {axis}, and zeros around it"),
        EquatableArray<KernelParameter>.Of(new("x", KernelParameterKind.Source), new("y", KernelParameterKind.Target)),
        _ =>
        {
            var body = new Body();
            // Where the operand has one element along the axis, its own order may have it anywhere.
            var (outer, inner) = Split(signature.Result, axis);
            var (length, row) = (signature.Inputs[0].Shape[axis] * inner, signature.Result.Shape[axis] * inner);
            var behind = row - (start * inner) - length;
            body.Index("rows", Rows(signature, outer));
            body.Loop("r", 0, "rows", 1, (copy, r) =>
            {
                if (start > 0)
                    copy.Add(new Statement.Clear("y", r * row, start * inner));
                copy.Add(new Statement.Copy("y", (r * row) + (start * inner), "x", r * length, length));
                if (behind > 0)
                    copy.Add(new Statement.Clear("y", (r * row) + (start * inner) + length, behind));
            });
            return body;
        });

    /// <summary>Runs of all samples.</summary>
    private static IndexExpression Rows(KernelSignature signature, int outer) => signature.Result.Type.Batched ? IndexExpression.Variable("count") * outer : outer;

    /// <summary>How many runs there are, and how many elements one step along the axis has in memory.</summary>
    private static (int Outer, int Inner) Split(Operand operand, int axis)
    {
        var layout = operand.Layout.For(operand.Shape);
        var position = layout.Order.ToList().IndexOf(axis);
        var inner = layout.Order.Skip(position + 1).Aggregate(1, (length, a) => length * operand.Shape[a]);
        return (operand.Length / (inner * operand.Shape[axis]), inner);
    }
}
