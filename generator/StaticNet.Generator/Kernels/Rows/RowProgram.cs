using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Rows;

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
internal sealed record RowProgram(
    TensorType Rows, EquatableArray<int> Axes, int Operands, EquatableArray<RowReduction> Reductions, Formula? Kept, Formula Result, bool IsOnePerRow)
{
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
}
