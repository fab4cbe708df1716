using StaticNet.Generator.Formulas;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;
using Expression = StaticNet.Generator.Ir.Expression;

namespace StaticNet.Generator.Kernels.Rows;

/// <summary>
/// One row whose elements lie side by side, lanes along it. References <c>row0</c> ... and <c>to</c> begin with it. The last vector may
/// hold lanes of what lies behind the row: reductions do not see them, and they are not stored.
/// </summary>
/// <param name="Rows">What is computed.</param>
/// <param name="Axis">The row's axis.</param>
/// <param name="Target">The tier.</param>
internal sealed record RowAlongLanes(RowProgram Rows, RowAxis Axis, SimdTarget Target)
{
    /// <summary>Vectors that are collected side by side, so that additions need not wait for each other.</summary>
    private const int VectorsPerGroup = 4;

    private readonly List<Expression> reductions = new();
    private RowNumbers? numbers;

    private RowNumbers Numbers => numbers ??= new RowNumbers("n", Scalar, 1);

    private int Length => Axis.Size!.Constant;

    public void Write(Body body)
    {
        for (var i = 0; i < Rows.Reductions.Count; i++)
            reductions.Add(WriteReduction(body, i));
        if (Rows.IsOnePerRow)
        {
            body.Store("to", 0, Numbers.Get(body, Rows.Result));
            return;
        }

        var stage = StageOf(Rows.Result);
        var vectors = 0;
        var plan = ColumnPlan.Create(Length, Target, VectorsPerGroup, ColumnTail.Partial);
        var invariants = WriteInvariants(body, stage, plan);
        foreach (var group in plan)
        {
            group.Loop(body, "c", (inner, c) =>
            {
                foreach (var vector in group.Vectors)
                {
                    var value = new FormulaLowering(stage.Formula).Lower(inner, input => Element(input, c + vector.Offset, vector.Lanes, stage, invariants), vector.Lanes, "y" + vectors++);
                    inner.Store("to", c + vector.Offset, value, vector.Count);
                }
            });
        }
    }

    private RowStage StageOf(Formula formula) => RowStage.Of(formula, Rows.KeptInput + 1, Varies);

    private bool Varies(int input) => input == Rows.KeptInput || (input < Rows.Operands && Axis.Strides[input] != 0);

    /// <summary>What is the same for the whole row.</summary>
    private Expression Scalar(int input) => input < Rows.Operands ? new Expression.Load("row" + input, 0, 1) : reductions[input - Rows.Operands];

    private Expression Element(int input, IndexExpression at, int lanes, RowStage stage, IReadOnlyDictionary<(int Invariant, int Lanes), Expression> invariants) =>
        input >= stage.First ? invariants[(input - stage.First, lanes)] : new Expression.Load(input == Rows.KeptInput ? "to" : "row" + input, at, lanes);

    private Dictionary<(int Invariant, int Lanes), Expression> WriteInvariants(Body body, RowStage stage, IReadOnlyList<ColumnGroup> plan) => (
        from i in Enumerable.Range(0, stage.Invariants.Count)
        from lanes in plan.SelectMany(columns => columns.Vectors).Select(vector => vector.Lanes).Distinct()
        select (Key: (i, lanes), Value: Numbers.Get(body, stage.Invariants[i], lanes))).ToDictionary(pair => pair.Key, pair => pair.Value);

    private Expression WriteReduction(Body body, int index)
    {
        var (kind, term) = (Rows.Reductions[index].Kind, Rows.Reductions[index].Term);
        var name = "r" + index;
        var isMaximum = kind == ReduceKind.Maximum;
        var plan = ColumnPlan.Create(Length, Target, VectorsPerGroup, ColumnTail.Partial);
        var stage = StageOf(term);
        var kept = index == Rows.FirstOfKept ? StageOf(Rows.Kept!) : null;
        var invariants = WriteInvariants(body, stage, plan);
        var keptInvariants = kept is null ? null : WriteInvariants(body, kept, plan);
        var values = 0;
        var identity = isMaximum ? float.NegativeInfinity : 0;
        var partial = new List<Expression>();
        foreach (var group in plan)
        {
            if (group.Repeats > 1)
            {
                partial.AddRange(group.Vectors.Select((vector, v) => body.Declare($"{name}Part{v}", new Expression.Literal(identity, vector.Lanes))));
                LongSum.Write(body, isMaximum ? 0 : Length, partial, (loops, sum) => group.Loop(sum, loops, "c", (inner, c) =>
                {
                    for (var v = 0; v < group.Vectors.Count; v++)
                        Collect(inner, partial[v], Term(inner, c, group.Vectors[v]));
                }));
                continue;
            }

            foreach (var vector in group.Vectors)
            {
                var value = Term(body, group.Start, vector);
                var same = partial.FindIndex(other => other.Lanes == vector.Lanes);
                if (same >= 0 && partial.Count >= VectorsPerGroup)
                    Collect(body, partial[same], value);
                else
                    partial.Add(body.Declare($"{name}Part{partial.Count}", value));
            }
        }

        // All vectors of one width become one, then its lanes one number.
        var joined = new List<Expression>();
        foreach (var width in partial.GroupBy(part => part.Lanes))
        {
            foreach (var other in width.Skip(1))
                Collect(body, width.First(), other);
            joined.Add(width.Key == 1 ? width.First() : new Expression.Across(isMaximum, width.First()));
        }

        return body.Declare(name, joined.Aggregate((left, right) => Combine(isMaximum, left, right)));

        void Collect(Body inner, Expression into, Expression value)
        {
            if (isMaximum && value is not Expression.Local)
                value = inner.Declare($"{name}V{values++}", value);
            inner.Assign(((Expression.Local)into).Name, Combine(isMaximum, into, value));
        }

        Expression Term(Body inner, IndexExpression start, ColumnVector vector)
        {
            var at = start + vector.Offset;
            Expression? waiting = null;
            if (kept is not null)
            {
                waiting = inner.Declare($"{name}Kept{values}",
                    new FormulaLowering(kept.Formula).Lower(inner, input => Element(input, at, vector.Lanes, kept, keptInvariants!), vector.Lanes, $"{name}K{values}"));
                inner.Store("to", at, waiting, vector.Count);
            }

            var value = new FormulaLowering(stage.Formula).Lower(
                inner, input => input == Rows.KeptInput && waiting is not null ? waiting : Element(input, at, vector.Lanes, stage, invariants),
                vector.Lanes, $"{name}T{values++}");
            return vector.Count == vector.Lanes ? value : WithoutOthers(value, vector, isMaximum);
        }
    }

    /// <summary>Lanes behind the last element repeat it, or are 0 where they would be added.</summary>
    private static Expression WithoutOthers(Expression value, ColumnVector vector, bool isMaximum) => new Expression.Permute(
        value, Enumerable.Range(0, vector.Lanes).Select(lane => lane < vector.Count ? lane : isMaximum ? vector.Count - 1 : Expression.Permute.NoLane).ToEquatableArray());

    /// <summary>NaN may be passed over in a maximum, since the sum that follows finds it: a comparison and a choice, where an exact one takes nine instructions.</summary>
    public static Expression Combine(bool isMaximum, Expression left, Expression right) => !isMaximum ? left + right
        : left.Lanes == 1 ? new Expression.Extremum(true, left, right) : new Expression.Choose(">", left, right, left, right);
}
