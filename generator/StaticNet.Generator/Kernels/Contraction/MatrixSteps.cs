using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Steps of a tile of a matrix product down the depth: references <c>xr</c> and <c>wk</c> walk along, and <c>kept</c> where an input
/// is taken in.
/// </summary>
/// <param name="Target">The tier.</param>
/// <param name="Weights">The weights.</param>
/// <param name="Tile">The accumulators.</param>
internal sealed record MatrixSteps(SimdTarget Target, WeightColumns Weights, Tile Tile)
{
    /// <summary>Steps before which a tile takes in what it reads in them: a cache line of every row.</summary>
    public const int EntrySteps = CostModel.LineFloats;

    /// <summary>From one row of x to the next.</summary>
    public int RowStride { get; init; } = Weights.Depth;

    /// <summary>Steps that read the caller's memory; those of the first columns copy what they read.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="depth">How many: whole cache lines.</param>
    /// <param name="most">As many as that are at the most.</param>
    /// <param name="group">The tile's columns.</param>
    /// <param name="column">The first of them.</param>
    public void WriteEntering(Body body, LongSum sum, IndexExpression depth, int most, ColumnGroup group, IndexExpression column)
    {
        body.Comment("The first columns copy what the next steps read of the caller's memory.");
        sum.Loop(body, "line", 0, depth, EntrySteps, most / EntrySteps, EntrySteps / Tile.Copies, inLine =>
        {
            TakeIn(inLine, group, column);
            Write(inLine, sum, EntrySteps, EntrySteps);
        });
    }

    /// <summary>The tile's sums of the next steps down the depth.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="depth">How many.</param>
    /// <param name="most">As many as that are at the most.</param>
    public void Write(Body body, LongSum sum, IndexExpression depth, int most)
    {
        if (depth.IsConstant || Tile.Copies == 1)
        {
            var whole = depth.IsConstant ? depth.Constant / Tile.Copies * Tile.Copies : depth;
            sum.Loop(body, "k", 0, whole, Tile.Copies, most / Tile.Copies, 1, WriteCopies);
            if (!depth.IsConstant || whole.Constant == depth.Constant)
                return;
            body.Loop("k", 0, depth - whole, 1, WriteStep);
            return;
        }

        body.Index("k", 0);
        sum.ContinueLoop(body, "k", depth, Tile.Copies, most / Tile.Copies, 1, WriteCopies);
        body.ContinueLoop("k", depth, 1, WriteStep);

        void WriteCopies(Body step)
        {
            for (var copy = 0; copy < Tile.Copies; copy++)
            {
                var k = copy;
                Tile.Accumulate(step, row => ("xr", (row * RowStride) + k), ("wk", k * Weights.RowStride), copy, Weights.Offset);
            }

            step.Advance("xr", Tile.Copies);
            step.Advance("wk", Tile.Copies * Weights.RowStride);
        }

        void WriteStep(Body step)
        {
            Tile.Accumulate(step, row => ("xr", row * RowStride), ("wk", 0), place: Weights.Offset);
            step.Advance("xr", 1);
            step.Advance("wk", Weights.RowStride);
        }
    }

    /// <summary>Copies what the next steps read; the first columns do it for all.</summary>
    private void TakeIn(Body body, ColumnGroup group, IndexExpression column)
    {
        if (group.Vectors[0].Offset == 0 && !column.IsConstant)
            body.If(column, 1, Copy);
        else if (group.Vectors[0].Offset == 0 && column.Constant == 0)
            Copy(body);
        body.Advance("kept", EntrySteps);

        void Copy(Body first)
        {
            var lanes = Target.WidestFor(EntrySteps);
            if (lanes == 1)
            {
                first.Loop("k", 0, EntrySteps, 1, CopyElements);
                return;
            }

            for (var k = 0; k < EntrySteps; k += lanes)
                CopyElements(first, k);

            void CopyElements(Body copy, IndexExpression k)
            {
                for (var row = 0; row < Tile.Rows; row++)
                {
                    var offset = k + (row * Weights.Depth);
                    copy.Store("kept", offset, new Expression.Load("xr", offset, lanes));
                }
            }
        }
    }
}
