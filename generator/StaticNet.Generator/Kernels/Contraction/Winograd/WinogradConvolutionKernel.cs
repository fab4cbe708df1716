using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction.Winograd;

/// <summary>
/// Convolutions of 3x3 and stride 1 in the transformed domain: tiles of the image are transformed, each of their points is one
/// small matrix product over channels, and the results are transformed back. (Lavin and Gray, 2015.)
/// </summary>
internal sealed class WinogradConvolutionKernel
{
    private readonly SimdTarget target;
    private readonly KernelSignature signature;
    private readonly WinogradAlgorithm convolution;
    private readonly Epilogue epilogue;
    private readonly WinogradBlocks blocks;
    private readonly PaddedImage image;

    private WinogradConvolutionKernel(
        SimdTarget target, KernelSignature signature, WinogradAlgorithm convolution, Formula formula, int? blockRows)
    {
        this.target = target;
        this.signature = signature;
        this.convolution = convolution;
        epilogue = new Epilogue(signature, formula);
        var choice = BlocksFor(target, signature, convolution);
        blocks = blockRows is { } rows ? choice with { BlockRows = rows } : choice;
        image = ImageOf(signature.Inputs[0], convolution);
    }

    private WinogradTransform Transform => blocks.Transform;

    /// <summary>Where transformed inputs begin in scratch memory: behind the padded image.</summary>
    private int InputPlanes => Round(image.ScratchLength);

    private int OutputPlanes => InputPlanes + (Transform.Points * blocks.InputPlane);

    private int ScratchLength => OutputPlanes + (Transform.Points * blocks.OutputPlane);

    /// <param name="signature">What is read and written.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="formula">The epilogue.</param>
    /// <param name="blockRows">Another number of rows of tiles than the cost model's choice, for measurements.</param>
    public static Kernel Create(KernelSignature signature, WinogradAlgorithm convolution, Formula formula, int? blockRows = null)
    {
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter> { new("input", KernelParameterKind.Source), new("u", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        if (signature.Schedule.Beside == Companion.RowMajor)
            parameters.Add(new("rowMajor", KernelParameterKind.Companion));
        parameters.Add(new("scratch", KernelParameterKind.Scratch));
        WinogradConvolutionKernel For(SimdTarget target) => new(target, signature, convolution, formula, blockRows);
        var m = convolution.Tile;
        var sum = "A^T [sum over i of u[.., i, o] * (B^T d B)[.., i]] A";
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[tile, o] = {sum}" : $"result[tile, o] = {epilogue.Text}, sum = {sum}",
                $"F({m}x{m}, 3x3) of Winograd: {m}x{m} results a tile from {m + 2}x{m + 2} inputs d, with {9.0 * m * m / ((m + 2) * (m + 2)):0.##} times fewer multiplications."
                + (signature.Schedule.Beside == Companion.RowMajor ? " " + RowMajorBand.Text : "")),
            parameters.ToEquatableArray(),
            target => For(target).Write(),
            SimdTargets.Max(target => For(target).ScratchLength))
        {
            Strategy = target => For(target).Describe(),
        };
    }

    public static WinogradBlocks BlocksFor(SimdTarget target, KernelSignature signature, WinogradAlgorithm convolution) =>
        WinogradBlocks.Choose(target, WinogradTransform.Of(convolution.Tile), signature.Inputs[0].Shape[0], convolution.Shape.Result[0],
            convolution.Shape.Result[1], convolution.Shape.Result[2], signature.BatchCapacity);

    private static IEnumerable<SimdTarget> SimdTargets =>
        new[] { SimdTarget.Vector512, SimdTarget.Vector256, SimdTarget.Vector128, SimdTarget.Scalar };

    /// <summary>The image with its padding, and as wide and high as whole tiles need it.</summary>
    public static PaddedImage ImageOf(Operand operand, WinogradAlgorithm convolution)
    {
        var m = convolution.Tile;
        int Extent(int results) => ((results + m - 1) / m * m) + 2;
        return new PaddedImage("input", operand, convolution.PadTop, convolution.PadLeft, Extent(convolution.Shape.Result[1]), Extent(convolution.Shape.Result[2]));
    }

    private string Describe()
    {
        var tiling = MatrixTiling.Choose(target, blocks.PassWeights, blocks.BlockTiles);
        var (rows, vectors, lanes) = (tiling.Rows, tiling.GroupVectors, Math.Min(target.Width, WeightColumns.PanelWidth));
        return FormattableString.Invariant($"{blocks.BlockRows} of {blocks.TileRows} rows of {blocks.TileColumns} tiles at a time, so that the ")
            + FormattableString.Invariant($"{Transform.Points * (blocks.InputPlane + blocks.OutputPlane) / 256} KB between the transforms stay in cache: for every {blocks.PassOutputs} channels, ")
            + FormattableString.Invariant($"{Transform.Points} products of {blocks.BlockTiles} x {blocks.Inputs} by {blocks.Inputs} x {blocks.PassOutputs} in register tiles of {rows} rows x {vectors} vectors of {lanes}, ")
            + FormattableString.Invariant($"{2.0 * rows * vectors * lanes / (rows + (vectors * lanes)):0.#} operations a float loaded.")
            + (Ahead is null ? "" : " The memory of the next results is fetched meanwhile.");
    }

    private Body Write()
    {
        var body = new Body();
        image.WriteBorder(body);
        body.Index("tileRows", IndexExpression.Variable("count") * blocks.TileRows);
        body.Loop("block", 0, IndexExpression.Variable("tileRows") + (blocks.BlockRows - 1), blocks.BlockRows, inner =>
        {
            inner.Smaller("end", IndexExpression.Variable("block") + blocks.BlockRows, "tileRows");
            inner.Comment("Tiles to points.");
            inner.Loop("q", "block", "end", 1, WriteInputRow);
            var ahead = BeginAhead(inner);
            inner.Index("rows", (IndexExpression.Variable("end") * blocks.TileColumns) - (IndexExpression.Variable("block") * blocks.TileColumns));
            inner.Loop("channel", 0, blocks.Outputs, blocks.PassOutputs, (pass, channel) =>
            {
                pass.Comment("A matrix product for each point.");
                pass.Loop("p", 0, Transform.Points, 1, (product, p) => WriteProduct(product, p, channel, ahead));
                pass.Comment("Points to results.");
                pass.Loop("q", "block", "end", 1, (row, q) => WriteResultRow(row, q, channel));
            });
        });
        return body;
    }

    /// <summary>Sample n, and the row of its tiles, from the number of a row over all samples.</summary>
    private void WriteRowNumber(Body body, IndexExpression q)
    {
        body.Add(new Statement.DeclareIndexQuotient("n", q, blocks.TileRows));
        body.Index("tileRow", q - (IndexExpression.Variable("n") * blocks.TileRows));
    }

    /// <summary>
    /// Memory of results has to be in a cache before it is written, and the transform back does too little arithmetic to wait for it
    /// unnoticed. So the products before it fetch that of the next block. Small images are in the second-level cache anyway; large
    /// weights, which pass through it for every block, leave no time for more.
    /// </summary>
    private Prefetching? Ahead => !CostModel.OutgrowsSecondLevel((long)signature.Inputs[0].SampleStride + signature.Result.Length)
        || (long)Transform.Points * blocks.Inputs * blocks.Outputs > 2 * CostModel.SecondLevelBytes / sizeof(float)
        ? null
        : Prefetching.Find(target, "resultAhead", (long)blocks.BlockRows * ResultRow,
            (long)(blocks.Outputs / blocks.PassOutputs) * Transform.Points * MatrixProduct.TilesOf(target, blocks.PassWeights, blocks.BlockTiles));

    /// <summary>Floats of the pixels that a row of tiles makes.</summary>
    private int ResultRow => Transform.Outputs * convolution.Shape.Result[2] * convolution.Shape.Result[0];

    private Prefetching? BeginAhead(Body body)
    {
        var ahead = Ahead;
        if (ahead is null)
            return null;

        // Behind the last block of a sample lies the first one of the next.
        body.Add(new Statement.DeclareIndexQuotient("next", "end", blocks.TileRows));
        ahead.Begin(body, "result", (IndexExpression.Variable("next") * (convolution.Shape.Result.Length - (blocks.TileRows * ResultRow))) + (IndexExpression.Variable("end") * ResultRow));
        return ahead;
    }

    private void WriteInputRow(Body body, IndexExpression q)
    {
        WriteRowNumber(body, q);
        var m = Transform.Outputs;
        if (image.IsCopied)
        {
            // Rows of tiles overlap by two rows of pixels; the first of a sample copies all of its own.
            var height = image.InputHeight;
            body.Smaller("fresh", IndexExpression.Variable("tileRow") * (height + m), (IndexExpression.Variable("tileRow") * m) + (2 - image.Top));
            body.Larger("from", 0, "fresh");
            body.Smaller("to", Math.Min(height, image.Height - image.Top), (IndexExpression.Variable("tileRow") * m) + (m + 2 - image.Top));
            image.WriteRows(body, "image", "n", "from", "to");
        }
        else
        {
            image.WriteSample(body, "image", "n");
        }

        body.Loop("t", 0, blocks.TileColumns, 1, (inTile, t) =>
        {
            foreach (var group in ColumnPlan.Create(blocks.Inputs, target, 1, ColumnTail.Overlap))
            {
                group.Loop(inTile, "c", (inner, c) => WriteInputTile(inner, group.Vectors[0], q, t, c));
            }
        });
    }

    private void WriteInputTile(Body body, ColumnVector vector, IndexExpression q, IndexExpression t, IndexExpression c)
    {
        var (n, m) = (Transform.Inputs, Transform.Outputs);
        body.Reference("d", "image",
            (IndexExpression.Variable("tileRow") * (m * image.RowStride)) + (t * (m * image.Channels)) + c + vector.Offset);
        var row = (q * blocks.TileColumns) - (IndexExpression.Variable("block") * blocks.TileColumns) + t;
        body.Reference("v", "scratch", (row * blocks.Inputs) + c + (InputPlanes + vector.Offset));
        var columns = Transform2D(body, (y, x) => new Expression.Load("d", (y * image.RowStride) + (x * image.Channels), vector.Lanes), n, Transform.Input);
        for (var y = 0; y < n; y++)
        {
            var points = Transform.Input(body, columns.Select(values => values[y]).ToArray(), "r" + y);
            for (var x = 0; x < n; x++)
                body.Store("v", ((y * n) + x) * blocks.InputPlane, points[x], vector.Count);
        }
    }

    /// <summary>Transforms every column of an n x n tile; the results are locals, column by column.</summary>
    private static Expression[][] Transform2D(
        Body body, Func<int, int, Expression> load, int n, Func<Body, Expression[], string, Expression[]> transform)
    {
        var columns = new Expression[n][];
        for (var x = 0; x < n; x++)
        {
            var values = new Expression[n];
            for (var y = 0; y < n; y++)
                values[y] = body.Declare($"d{y}{x}", load(y, x));
            columns[x] = transform(body, values, "c" + x).Select((value, y) => value is Expression.Local ? value : body.Declare($"t{y}{x}", value)).ToArray();
        }

        return columns;
    }

    private void WriteProduct(Body body, IndexExpression p, IndexExpression channel, Prefetching? ahead)
    {
        body.Reference("x", "scratch", (p * blocks.InputPlane) + InputPlanes);
        body.Reference("w", "u", (p * (blocks.Inputs * blocks.Outputs)) + (channel * blocks.Inputs));
        body.Reference("y", "scratch", (p * blocks.OutputPlane) + OutputPlanes);
        MatrixProduct.WriteInto(body, target, new Epilogue(signature, new Input(0)), blocks.PassWeights, blocks.BlockTiles, 9L * blocks.Inputs, ahead);
    }

    private void WriteResultRow(Body body, IndexExpression q, IndexExpression channel)
    {
        WriteRowNumber(body, q);
        var m = Transform.Outputs;
        var last = convolution.Shape.Result[2] - ((blocks.TileColumns - 1) * m);
        var whole = last == m ? blocks.TileColumns : blocks.TileColumns - 1;
        body.Loop("t", 0, whole, 1, (inTile, t) => WriteResultTiles(inTile, q, t, channel, m));
        body.Loop("t", whole, blocks.TileColumns, 1, (inTile, t) => WriteResultTiles(inTile, q, t, channel, last));
        if (signature.Schedule.Beside != Companion.RowMajor)
            return;
        IndexExpression pixelRows = m;
        if (convolution.Shape.Result[1] % m != 0)
        {
            body.Smaller("pixelRows", m, convolution.Shape.Result[1] - (IndexExpression.Variable("tileRow") * m));
            pixelRows = "pixelRows";
        }

        RowMajorBand.Write(body, convolution.Shape.Result, "n", IndexExpression.Variable("tileRow") * m, pixelRows, channel, blocks.PassOutputs);
    }

    private void WriteResultTiles(Body body, IndexExpression q, IndexExpression t, IndexExpression channel, int width)
    {
        foreach (var group in ColumnPlan.Create(blocks.PassOutputs, target, 1, ColumnTail.Overlap))
        {
            group.Loop(body, "c", (inner, c) => WriteResultTile(inner, group.Vectors[0], q, t, channel, c, width));
        }
    }

    private void WriteResultTile(
        Body body, ColumnVector vector, IndexExpression q, IndexExpression t, IndexExpression channel, IndexExpression c, int width)
    {
        var (n, m, result) = (Transform.Inputs, Transform.Outputs, convolution.Shape.Result);
        var row = (q * blocks.TileColumns) - (IndexExpression.Variable("block") * blocks.TileColumns) + t;
        body.Reference("product", "scratch", (row * blocks.PassOutputs) + c + (OutputPlanes + vector.Offset));
        var columns = Transform2D(body, (y, x) => new Expression.Load("product", ((y * n) + x) * blocks.OutputPlane, vector.Lanes), n, Transform.Output);
        body.Index("at", (IndexExpression.Variable("n") * result.Length) + (IndexExpression.Variable("tileRow") * (m * result[2] * result[0]))
            + (t * (m * result[0])) + channel + c + vector.Offset);
        for (var y = 0; y < m; y++)
        {
            // Rows below the image exist in the last row of tiles only.
            var tileY = y;
            if (((blocks.TileRows - 1) * m) + y < result[1])
                WriteRow(body);
            else
                body.If(IndexExpression.Variable("tileRow"), blocks.TileRows - 1, WriteRow);

            void WriteRow(Body inner)
            {
                var sums = Transform.Output(inner, columns.Select(values => values[tileY]).ToArray(), "r" + tileY);
                for (var x = 0; x < width; x++)
                {
                    var offset = IndexExpression.Variable("at") + (((tileY * result[2]) + x) * result[0]);
                    var sum = epilogue.IsTrivial ? sums[x] : inner.Declare($"sum{tileY}{x}", sums[x]);
                    epilogue.Store(inner, sum, "result", offset, offset, channel + c + vector.Offset, vector.Count);
                }
            }
        }
    }

    private static int Round(int elements) => (elements + 15) / 16 * 16;
}
