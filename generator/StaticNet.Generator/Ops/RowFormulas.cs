using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Rows;

namespace StaticNet.Generator.Ops;

/// <summary>Maps and reductions of the same rows as one kernel: softmax, normalisations and their gradients.</summary>
/// <param name="Program">What is computed of every row.</param>
internal sealed record RowFormulas(RowProgram Program) : Operation
{
    public override string Describe() => "Rows axes " + string.Join(" ", Program.Axes) + ": " + string.Join("; ", Program.Lines());

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        Program.IsOnePerRow ? Program.Rows with { Shape = Program.Rows.Shape.Reduce(Program.Axes.ToArray()) } : Program.Rows;

    /// <summary>The layout of the first operand with all elements, if rows lie together in it; all others follow.</summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        var layout = Layout.RowMajor(Program.Rows.Shape);
        for (var i = 0; i < request.Node.Inputs.Count; i++)
        {
            if (request.TypeOf(i).Shape == Program.Rows.Shape && request.LayoutOf(i) is { IsRowMajor: false, Border.IsEmpty: true } given && given.Grid == Program.Rows.Shape)
            {
                layout = given;
                break;
            }
        }

        var operands = Enumerable.Range(0, request.Node.Inputs.Count).Select(request.TypeOf).ToArray();
        if (!RowAxes.Suits(operands, Program.Rows, Program.Axes, layout))
            layout = Layout.RowMajor(Program.Rows.Shape);
        for (var i = 0; i < request.Node.Inputs.Count; i++)
            request.Require(i, RowAxes.LayoutOf(operands[i].Shape, layout));
        return RowAxes.LayoutOf(request.Node.Shape, layout);
    }

    /// <summary>In place only if no operand is read again after the first of its elements was written.</summary>
    public override bool MayRunInPlace(KernelSignature signature) => !Program.IsOnePerRow && (Program.Kept is null || !Program.Reductions
        .Skip(Program.FirstOfKept + 1).Select(reduction => reduction.Term).Append(Program.Result).Append(Program.Reductions[Program.FirstOfKept].Term)
        .Any(formula => formula.Inputs.Any(input => input < Program.Operands)));

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs)
    {
        var elements = Program.Reductions.Sum(reduction => reduction.Term.OperationCount + 1L) + (Program.Kept?.OperationCount ?? 0);
        return ((Program.IsOnePerRow ? elements : elements + Program.Result.OperationCount) * Program.Rows.Shape.Length) + (Program.IsOnePerRow ? (long)Program.Result.OperationCount * node.Shape.Length : 0);
    }

    public override Kernel Lower(KernelSignature signature) => RowSchedule.Create(signature, Program);
}
