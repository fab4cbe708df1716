using StaticNet.Generator.Formulas;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Kernels.Sums;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels.Rows;

/// <summary>
/// Rows whose first elements lie side by side, then their second ones, and so on: lanes run over rows. References <c>row0</c> ... and
/// <c>to</c> begin with the first of them.
/// </summary>
/// <param name="Rows">What is computed.</param>
/// <param name="Axis">The rows' axis.</param>
/// <param name="Across">The axis along which rows lie side by side.</param>
/// <param name="Target">The tier.</param>
internal sealed record RowsSideBySide(RowProgram Rows, RowAxis Axis, RowAxis Across, SimdTarget Target)
{
    /// <summary>Vectors that are collected side by side, so that additions need not wait for each other.</summary>
    private const int VectorsPerGroup = 4;

    private int Length => Axis.Size!.Constant;

    public void Write(Body body)
    {
        foreach (var group in ColumnPlan.Create(Across.Size!.Constant, Target, VectorsPerGroup, ColumnTail.Partial))
            group.Loop(body, "c", (inner, c) => new Group(this, group, c).Write(inner));
    }

    /// <summary>Some vectors of rows.</summary>
    private sealed class Group(RowsSideBySide of, ColumnGroup group, IndexExpression column)
    {
        /// <summary>A reduction's value in every vector.</summary>
        private readonly List<Expression[]> reductions = new();
        private readonly Dictionary<int, RowNumbers> numbers = new();
        private int names;

        private RowProgram Rows => of.Rows;

        public void Write(Body body)
        {
            for (var i = 0; i < Rows.Reductions.Count; i++)
                reductions.Add(WriteReduction(body, i));
            var stage = StageOf(Rows.Result);
            if (Rows.IsOnePerRow)
            {
                for (var v = 0; v < group.Vectors.Count; v++)
                {
                    body.Store("to", column + group.Vectors[v].Offset, NumbersOf(v).Get(body, Rows.Result), group.Vectors[v].Count);
                }

                return;
            }

            var invariants = WriteInvariants(body, stage);
            body.Loop("r", 0, of.Length, 1, (inner, r) =>
            {
                for (var v = 0; v < group.Vectors.Count; v++)
                {
                    var vector = v;
                    var value = new FormulaLowering(stage.Formula).Lower(
                        inner, input => Element(input, r, vector, stage, invariants), group.Vectors[v].Lanes, "y" + names++);
                    inner.Store("to", Place(r, v, of.Axis.ResultStride), value, group.Vectors[v].Count);
                }
            });
        }

        private RowStage StageOf(Formula formula) => RowStage.Of(formula, Rows.KeptInput + 1, Varies);

        private bool Varies(int input) => input == Rows.KeptInput || (input < Rows.Operands && of.Axis.Strides[input] != 0);

        private IndexExpression Place(IndexExpression r, int vector, int stride) => (r * stride) + column + group.Vectors[vector].Offset;

        private Expression Load(int input, IndexExpression r, int vector) => of.Across.Strides[input] == 0
            ? Expression.LoadSplat("row" + input, r * of.Axis.Strides[input], group.Vectors[vector].Lanes)
            : new Expression.Load("row" + input, Place(r, vector, of.Axis.Strides[input]), group.Vectors[vector].Lanes);

        private Expression Invariant(int input, int vector) => input < Rows.Operands ? Load(input, 0, vector) : reductions[input - Rows.Operands][vector];

        private Expression Element(int input, IndexExpression r, int vector, RowStage stage, Expression[][] invariants) =>
            input >= stage.First ? invariants[input - stage.First][vector]
            : input == Rows.KeptInput ? new Expression.Load("to", Place(r, vector, of.Axis.ResultStride), group.Vectors[vector].Lanes)
            : Load(input, r, vector);

        private RowNumbers NumbersOf(int vector)
        {
            if (!numbers.TryGetValue(vector, out var own))
                numbers[vector] = own = new RowNumbers($"n{vector}_", input => Invariant(input, vector), group.Vectors[vector].Lanes);
            return own;
        }

        private Expression[][] WriteInvariants(Body body, RowStage stage) => stage.Invariants.Select(formula =>
            group.Vectors.Select((_, v) => NumbersOf(v).Get(body, formula)).ToArray()).ToArray();

        private Expression[] WriteReduction(Body body, int index)
        {
            var (kind, term) = (Rows.Reductions[index].Kind, Rows.Reductions[index].Term);
            var name = "r" + index;
            var isMaximum = kind == ReduceKind.Maximum;
            var stage = StageOf(term);
            var kept = index == Rows.FirstOfKept ? StageOf(Rows.Kept!) : null;
            var invariants = WriteInvariants(body, stage);
            var keptInvariants = kept is null ? null : WriteInvariants(body, kept);
            var sums = group.Vectors.Select((vector, v) => body.Declare(
                $"{name}v{v}", new Expression.Literal(isMaximum ? float.NegativeInfinity : 0, vector.Lanes))).ToArray();
            LongSum.Write(body, isMaximum ? 0 : of.Length, sums, (loops, sum) => sum.Loop(loops, "r", 0, of.Length, 1, of.Length, 1, (inner, r) =>
            {
                for (var v = 0; v < sums.Length; v++)
                {
                    var term = Term(inner, r, v);
                    if (isMaximum && term is not Expression.Local)
                        term = inner.Declare($"{name}V{v}", term);
                    inner.Assign(((Expression.Local)sums[v]).Name, RowAlongLanes.Combine(isMaximum, sums[v], term));
                }
            }));
            return sums;

            Expression Term(Body inner, IndexExpression r, int v)
            {
                var lanes = group.Vectors[v].Lanes;
                Expression? waiting = null;
                if (kept is not null)
                {
                    waiting = inner.Declare($"{name}Kept{v}", new FormulaLowering(kept.Formula).Lower(
                        inner, input => Element(input, r, v, kept, keptInvariants!), lanes, $"{name}K{v}"));
                    inner.Store("to", Place(r, v, of.Axis.ResultStride), waiting, group.Vectors[v].Count);
                }

                return new FormulaLowering(stage.Formula).Lower(
                    inner, input => input == Rows.KeptInput && waiting is not null ? waiting : Element(input, r, v, stage, invariants), lanes, $"{name}T{v}");
            }
        }
    }
}
