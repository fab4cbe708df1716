using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// y[n, c] = epilogue(sum over k of x[n, k] w[k, c]) with lanes over the batch, for dense layers whose few columns would leave lanes
/// empty: each weight is broadcast to vectors of samples. Samples lie in blocks of sixteen (<see cref="Layout.InBlocks"/>) between
/// layers that do so; where they come or go one after another, each block is transposed on the way, in scratch memory.
/// </summary>
internal sealed class BatchProduct
{
    private const int Block = Layout.BlockSamples;

    private readonly SimdTarget target;
    private readonly Epilogue epilogue;
    private readonly WeightColumns weights;
    private readonly bool entersBlocks;
    private readonly bool leavesBlocks;
    private readonly BatchTiling tiling;

    private BatchProduct(SimdTarget target, KernelSignature signature, Formula formula, int depth, int columns)
    {
        this.target = target;
        epilogue = new Epilogue(signature, formula, inPlanes: true);
        weights = WeightColumns.Of(signature.Inputs[1].Layout, depth, columns);
        entersBlocks = !signature.Inputs[0].Layout.InBlocks;
        leavesBlocks = !signature.Result.Layout.InBlocks;
        tiling = BatchTiling.Choose(target, weights, signature.BatchCapacity / Block);
    }

    /// <summary>Room in scratch memory for the inputs of the blocks of a tile, behind which their results lie.</summary>
    private int InputScratch => entersBlocks ? MostBlocks * Block * weights.Depth : 0;

    /// <param name="signature">What is read and written.</param>
    /// <param name="formula">The epilogue.</param>
    /// <param name="depth">Terms of a sum.</param>
    /// <param name="columns">Columns of the weights.</param>
    public static Kernel Create(KernelSignature signature, Formula formula, int depth, int columns)
    {
        var epilogue = new Epilogue(signature, formula, inPlanes: true);
        var weights = WeightColumns.Of(signature.Inputs[1].Layout, depth, columns);
        var (enters, leaves) = (!signature.Inputs[0].Layout.InBlocks, !signature.Result.Layout.InBlocks);
        if (leaves && signature.Inputs.Skip(2).Any(operand => operand.Type.Batched))
            throw new InvalidOperationException("operands of the epilogue lie sample after sample, sums in blocks");
        var scratch = MostBlocks * Block * ((enters ? depth : 0) + (leaves ? columns : 0));
        var parameters = new List<KernelParameter> { new("x", KernelParameterKind.Source), new("w", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("y", KernelParameterKind.Target));
        if (scratch > 0)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        var sum = $"sum over k < {depth} of x[n, k] * w[k, c]";
        return new Kernel(
            "ForwardBatch",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"y[n, c] = {sum}" : $"y[n, c] = {epilogue.Text}, sum = {sum}",
                $"for samples n, over which lanes run; columns c < {columns}. w lies as {weights.Text}.",
                $"x lies {Text(enters)}, y {Text(leaves)}."),
            parameters.ToEquatableArray(),
            target => new BatchProduct(target, signature, formula, depth, columns).Write(),
            scratch)
        {
            Strategy = target => new BatchProduct(target, signature, formula, depth, columns).Describe(),
        };

        string Text(bool sampleAfterSample) => sampleAfterSample ? "sample after sample" : $"in blocks of {Block} samples";
    }

    /// <summary>Blocks that a tile spans in any tier.</summary>
    private const int MostBlocks = 4;

    private string Describe()
    {
        var size = BatchTiling.RunsOf(weights, tiling.Columns)[0].Size;
        return FormattableString.Invariant(
            $"Tile of {size} columns x {tiling.Vectors} vectors of {target.Width} samples, which leave no lane empty, however few columns there are: {size * tiling.Vectors} sums, {size + tiling.Vectors} loads a step, {2.0 * size * tiling.Vectors * target.Width / (size + (tiling.Vectors * target.Width)):0.#} operations a float loaded.");
    }

    private Body Write()
    {
        var body = new Body();
        body.Index("n", 0);
        if (BatchTiling.BlocksOf(target, tiling.Vectors) is var blocks and > 1)
            body.ContinueLoop("n", "count", blocks * Block, inner => WriteBlocks(inner, tiling, blocks, blocks * Block));
        body.ContinueLoop("n", IndexExpression.Variable("count") + (Block - 1), Block, inner =>
        {
            if (entersBlocks || leavesBlocks)
                inner.Smaller("samples", IndexExpression.Variable("count") - "n", Block);
            WriteBlocks(inner, BatchTiling.ChooseForOneBlock(target, weights), 1, "samples");
        });
        return body;
    }

    /// <summary>Some blocks of samples: all full, or one of which only some samples exist.</summary>
    private void WriteBlocks(Body body, BatchTiling tiles, int blocks, IndexExpression samples)
    {
        IndexExpression n = "n";
        if (entersBlocks)
            body.Add(new Statement.CopyBlocks(false, "scratch", 0, "x", n * weights.Depth, weights.Depth, samples));
        var lanes = Math.Min(Block * blocks, tiles.Vectors * target.Width);
        body.Loop("lane", 0, Block * blocks, lanes, (inLanes, lane) =>
        {
            inLanes.Loop("panel", 0, weights.InPanels ? weights.Columns : 1, weights.InPanels ? WeightColumns.PanelWidth : 1, (inPanel, panel) =>
            {
                foreach (var run in BatchTiling.RunsOf(weights, tiles.Columns))
                {
                    inPanel.Loop("c", run.Start, run.Start + (run.Repeats * run.Size), run.Size, (inTile, c) =>
                        WriteTile(inTile, run.Size, tiles.Vectors, lane, new ColumnPlace(panel, c)));
                }
            });
        });
        if (leavesBlocks)
            body.Add(new Statement.CopyBlocks(true, "y", n * weights.Columns, "scratch", InputScratch, weights.Columns, samples));
    }

    private void WriteTile(Body body, int columns, int vectors, IndexExpression lane, ColumnPlace place)
    {
        var samples = Enumerable.Range(0, vectors).Select(v => new ColumnVector(v * target.Width, target.Width, target.Width)).ToArray();
        var tile = new Tile(columns, samples, MatrixTiling.Copies(target, columns, vectors, weights.Depth));
        int Place(int sample, int elements) => (sample / Block * Block * elements) + (sample % Block);
        body.Reference("wk", "w", weights.Start(place));
        tile.DeclareZeros(body);
        if (entersBlocks)
            body.Reference("xk", "scratch", lane);
        else
            body.Reference("xk", "x", (IndexExpression.Variable("n") * weights.Depth) + lane);
        var whole = weights.Depth / tile.Copies * tile.Copies;
        LongSum.WriteProducts(body, weights.Depth, tile.Accumulators, (inSum, sum) =>
        {
            Steps(inSum, sum, whole, tile.Copies);
            Steps(inSum, sum, weights.Depth - whole, 1);
        });
        var result = leavesBlocks ? "scratch" : "y";
        var element = leavesBlocks ? InputScratch + lane : (IndexExpression.Variable("n") * weights.Columns) + lane;
        body.Index("at", element + (place.Column * Block));
        for (var column = 0; column < columns; column++)
        {
            for (var v = 0; v < vectors; v++)
            {
                var offset = IndexExpression.Variable("at") + ((column * Block) + Place(samples[v].Offset, weights.Columns));
                epilogue.Store(body, tile.Sum(column, v), result, offset, offset, place.Column + column, target.Width);
            }
        }

        void Steps(Body inSum, LongSum sum, int depth, int copies) => sum.Loop(inSum, "k", 0, depth, copies, depth / copies, 1, step =>
        {
            for (var copy = 0; copy < copies; copy++)
            {
                var k = copy;
                tile.Accumulate(step, column => ("wk", (k * weights.RowStride) + column), ("xk", k * Block), k, sample => Place(sample, weights.Depth), "x");
            }

            step.Advance("xk", copies * Block);
            step.Advance("wk", copies * weights.RowStride);
        });
    }
}
