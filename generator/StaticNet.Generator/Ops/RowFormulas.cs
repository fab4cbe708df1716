using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Rows;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>A reduction of every row: the sum, or the maximum, of a formula over its elements.</summary>
internal sealed record RowReduction(ReduceKind Kind, Formula Term);

/// <summary>
/// Maps and reductions of the same rows as one kernel: softmax, normalisations and their gradients. A row is all elements along
/// <paramref name="Axes"/> at one place of the other axes. Reductions run one after another, each over the whole row; what a row made
/// is still in the nearest cache when the next reduction, and at last the result, read it.
/// </summary>
/// <param name="Rows">The type of which rows are part; operands broadcast to it.</param>
/// <param name="Axes">The axes of a row, ascending.</param>
/// <param name="Operands">How many operands there are.</param>
/// <param name="Reductions">
/// In order. In all formulas <c>Input(i)</c> is operand i; behind the operands come the reductions, and last what is kept.
/// </param>
/// <param name="Kept">
/// A value of every element that takes long to compute and is read more than once: it waits where the result is going to be.
/// </param>
/// <param name="Result">The result.</param>
/// <param name="IsOnePerRow">Whether there is one a row; else it has all elements.</param>
internal sealed record RowFormulas(
    TensorType Rows, EquatableArray<int> Axes, int Operands, EquatableArray<RowReduction> Reductions, Formula? Kept, Formula Result, bool IsOnePerRow)
    : Operation
{
    public override string Describe() => "Rows axes " + string.Join(" ", Axes) + ": " + string.Join("; ", Lines());

    /// <summary>The number by which formulas read what is kept.</summary>
    public int KeptInput => Operands + Reductions.Count;

    /// <summary>The formulas as text, in the order in which they are computed.</summary>
    public IEnumerable<string> Lines()
    {
        var names = Enumerable.Range(0, Operands).Select(i => "x" + i).Concat(Enumerable.Range(0, Reductions.Count).Select(i => "r" + i)).Append("e").ToArray();
        for (var i = 0; i < Reductions.Count; i++)
        {
            if (i == FirstOfKept)
                yield return $"e = {Kept!.ToText(names)}";
            yield return $"r{i} = {(Reductions[i].Kind == ReduceKind.Sum ? "sum" : "max")} of {Reductions[i].Term.ToText(names)}";
        }

        yield return $"y = {Result.ToText(names)}";
    }

    /// <summary>The reduction that reads what is kept first, and keeps it; none where nothing is kept.</summary>
    public int FirstOfKept => Kept is null ? -1 : Reductions.ToList().FindIndex(reduction => reduction.Term.Inputs.Contains(KeptInput));

    public override TensorType InferType(IReadOnlyList<TensorType> inputs) =>
        IsOnePerRow ? Rows with { Shape = Rows.Shape.Reduce(Axes.ToArray()) } : Rows;

    /// <summary>The layout of the first operand with all elements, if rows lie together in it; all others follow.</summary>
    public override Layout AssignLayout(LayoutRequest request)
    {
        var layout = Layout.RowMajor(Rows.Shape);
        for (var i = 0; i < request.Node.Inputs.Count; i++)
        {
            if (request.TypeOf(i).Shape == Rows.Shape && request.LayoutOf(i) is { IsRowMajor: false, Border.IsEmpty: true } given && given.Grid == Rows.Shape)
            {
                layout = given;
                break;
            }
        }

        var operands = Enumerable.Range(0, request.Node.Inputs.Count).Select(request.TypeOf).ToArray();
        if (!RowAxes.Suits(operands, Rows, Axes, layout))
            layout = Layout.RowMajor(Rows.Shape);
        for (var i = 0; i < request.Node.Inputs.Count; i++)
            request.Require(i, RowAxes.LayoutOf(operands[i].Shape, layout));
        return RowAxes.LayoutOf(request.Node.Shape, layout);
    }

    /// <summary>In place only if no operand is read again after the first of its elements was written.</summary>
    public override bool MayRunInPlace(KernelSignature signature) => !IsOnePerRow && (Kept is null || !Reductions
        .Skip(FirstOfKept + 1).Select(reduction => reduction.Term).Append(Result).Append(Reductions[FirstOfKept].Term)
        .Any(formula => formula.Inputs.Any(input => input < Operands)));

    public override long CountFlops(Node node, IReadOnlyList<TensorType> inputs)
    {
        var elements = Reductions.Sum(reduction => reduction.Term.OperationCount + 1L) + (Kept?.OperationCount ?? 0);
        return ((IsOnePerRow ? elements : elements + Result.OperationCount) * Rows.Shape.Length) + (IsOnePerRow ? (long)Result.OperationCount * node.Shape.Length : 0);
    }

    public override Kernel Lower(KernelSignature signature) => RowSchedule.Create(signature, this);
}
