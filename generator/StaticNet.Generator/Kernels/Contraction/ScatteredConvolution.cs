using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Data gradients of convolutions of stride 1, row by row of the result: what each pixel of dy adds to a row of taps around it is
/// a row of a matrix product, with the taps and input channels as columns; these are then added up where they overlap. Lanes
/// run over taps and channels together, so few input channels fill them, and no zero beside the image is ever multiplied.
/// </summary>
internal sealed class ScatteredConvolution
{
    private readonly SimdTarget target;
    private readonly ConvolutionShape convolution;
    private readonly Epilogue epilogue;
    private readonly Shape source;

    private ScatteredConvolution(SimdTarget target, KernelSignature signature, ConvolutionShape convolution, Formula formula)
    {
        this.target = target;
        this.convolution = convolution;
        source = signature.Inputs[0].Shape;
        epilogue = new Epilogue(signature, formula);
    }

    private WindowAxis Rows => convolution.Window.Height;

    private WindowAxis Columns => convolution.Window.Width;

    /// <summary>Channels of the result: input channels of the convolution.</summary>
    private int Channels => convolution.Result[0];

    /// <summary>Channels of dy, the depth of the product.</summary>
    private int Depth => source[0];

    /// <summary>Columns of the product: the taps of a row by channels.</summary>
    private int Products => Columns.Kernel * Channels;

    /// <summary>From a pixel's products to the next pixel's: whole vectors, the last of which may hold what nobody reads.</summary>
    private int Pitch => (Products + Lanes - 1) / Lanes * Lanes;

    private int Lanes => target.NarrowestFor(Products);

    /// <summary>Zeros on the left of the products, so that every pixel of the result adds up as many.</summary>
    private int Margin => Columns.Kernel - 1 - Columns.PadBefore;

    private int ScratchLength => (convolution.Result[2] + Columns.Kernel - 1) * Pitch;

    private IReadOnlyList<ColumnGroup> Groups => ColumnPlan.Create(Pitch, target, target.Tier == Tier.Scalar ? 4 : 2, ColumnTail.Exact);

    public static Kernel Create(KernelSignature signature, ConvolutionShape convolution, Formula formula)
    {
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter> { new("dy", KernelParameterKind.Source), new("w", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        parameters.Add(new("scratch", KernelParameterKind.Scratch));
        ScatteredConvolution For(SimdTarget target) => new(target, signature, convolution, formula);
        const string sum = "sum over kx of p[y, x + padding - kx, kx, i]";
        return new Kernel(
            "DataGradient",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[y, x, i] = {sum}" : $"result[y, x, i] = {epilogue.Text}, sum = {sum},",
                "p[y, q, kx, i] = sum over ky, o of dy[y + padding - ky, q, o] * w[ky, o, kx, i], a row of the image at a time;",
                $"window {convolution.Window}; w lies as [{Text(convolution.Window.Height.Kernel)}][{Text(signature.Inputs[0].Shape[0])}][{Text(convolution.Window.Width.Kernel * convolution.Result[0])}], taps in reverse."),
            parameters.ToEquatableArray(),
            target => For(target).Write(),
            new[] { SimdTarget.Vector512, SimdTarget.Vector256, SimdTarget.Vector128, SimdTarget.Scalar }.Max(target => For(target).ScratchLength))
        {
            Strategy = target => For(target).Describe(),
        };

        static string Text(int number) => Literals.Integer(number);
    }

    /// <summary>Whether a window's gradient can be scattered: every pixel of dy lies within the reach of the result's.</summary>
    public static bool Suits(Window2D window, int groups) => groups == 1
        && window is { Height: { Stride: 1, Dilation: 1 }, Width: { Stride: 1, Dilation: 1 } }
        && window.Height.PadBefore < window.Height.Kernel && window.Width.PadBefore < window.Width.Kernel;

    /// <summary>The layout of weights (I, O, KH, KW): the taps of a row lie beside the channels, [KH][O][KW][I].</summary>
    public static Layout WeightLayout(Shape weights) => new(weights, EquatableArray<int>.Of(2, 1, 3, 0));

    /// <summary>What the model expects of a sample.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="window">The convolution's window.</param>
    /// <param name="source">The shape of dy.</param>
    /// <param name="result">The shape of the result.</param>
    public static double Estimate(SimdTarget target, Window2D window, Shape source, Shape result)
    {
        var products = window.Width.Kernel * result[0];
        var lanes = target.NarrowestFor(products);
        var groups = ColumnPlan.Create((products + lanes - 1) / lanes * lanes, target, 2, ColumnTail.Exact);

        // Row q of dy meets row q + k - padding of the result under row k of taps: all those pairs, but for results outside the image.
        var (rows, kernel) = (source[1], window.Height.Kernel);
        var meetings = ((long)rows * kernel) - Congruences.PairsBelow(rows, kernel, window.Height.PadBefore)
            - Congruences.PairsBelow(rows, kernel, (long)rows + kernel - 1 - (result[1] + window.Height.PadBefore));
        double cycles = 0;
        foreach (var group in groups)
        {
            var (vectors, tile) = (group.Vectors.Count, TilePixels(target, group.Vectors.Count, source[2]));
            double TileCycles(int pixels) => (meetings * ((source[0] * CostModel.StepCycles(pixels, vectors, 1, 0, 0)) + CostModel.LoopCycles))
                + ((double)result[1] * pixels * vectors * CostModel.StoreCycles);
            cycles += Math.Max(1, group.Repeats) * ((source[2] / tile * TileCycles(tile)) + (source[2] % tile > 0 ? TileCycles(source[2] % tile) : 0));
        }

        var vectorsOfPixel = (double)((result[0] + target.Width - 1) / target.Width);
        return cycles + (result[1] * result[2] * vectorsOfPixel * ((window.Width.Kernel / CostModel.LoadsPerCycle) + (2 * CostModel.StoreCycles)));
    }

    /// <summary>Tiles of nearly equal size: ten pixels are one tile of ten or two of five.</summary>
    private static int TilePixels(SimdTarget target, int vectors, int width)
    {
        var most = 1;
        while (most < 14 && CostModel.FitsRegisters(target, most + 1, vectors))
            most++;
        var tiles = (width + most - 1) / most;
        return (width + tiles - 1) / tiles;
    }

    private string Describe()
    {
        var vectors = Groups[0].Vectors.Count;
        var (pixels, lanes) = (TilePixels(target, vectors, source[2]), Groups[0].Vectors[0].Lanes);
        return FormattableString.Invariant(
            $"Tile of {pixels} pixels x {vectors} vectors of {lanes} products of taps and channels: {pixels * vectors} sums, {pixels + vectors} loads a step, {2.0 * pixels * vectors * lanes / (pixels + (vectors * lanes)):0.#} operations a float loaded. {Products} of {Pitch} lanes are of use.");
    }

    private Body Write()
    {
        if (target.IsPlain)
            return WritePlain();
        var body = new Body();
        var (width, right) = (source[2], convolution.Result[2] + Columns.Kernel - 1 - Margin - source[2]);
        body.Comment("Beside the products of a row, zeros: what pixels beyond the edges of dy would add.");
        if (Margin > 0)
            body.Add(new Statement.Clear("scratch", 0, Margin * Pitch));
        if (right > 0)
            body.Add(new Statement.Clear("scratch", (Margin + width) * Pitch, right * Pitch));
        body.Loop("n", 0, "count", 1, (inSample, n) =>
        {
            inSample.Reference("image", "dy", n * source.Length);
            inSample.Loop("y", 0, convolution.Result[1], 1, (inRow, y) =>
            {
                // Rows of dy that the window reaches from here, and the taps by which it does.
                inRow.Larger("first", 0, y + (Rows.PadBefore - Rows.Kernel + 1));
                inRow.Smaller("end", source[1], y + (Rows.PadBefore + 1));
                foreach (var group in Groups)
                    group.Loop(inRow, "c", (inGroup, c) => WriteProducts(inGroup, group, y, c));
                WriteSums(inRow, n, y);
            });
        });
        return body;
    }

    /// <summary>The sums themselves, pixel by pixel: every pixel collects from those of dy that the window reaches.</summary>
    private Body WritePlain()
    {
        var body = new Body();
        var width = convolution.Result[2];
        body.Loop("n", 0, "count", 1, (inSample, n) =>
        {
            inSample.Reference("image", "dy", n * source.Length);
            inSample.Loop("y", 0, convolution.Result[1], 1, (inRow, y) =>
            {
                inRow.Larger("first", 0, y + (Rows.PadBefore - Rows.Kernel + 1));
                inRow.Smaller("end", source[1], y + (Rows.PadBefore + 1));
                inRow.Loop("x", 0, width, 1, (inPixel, x) =>
                {
                    // Taps that lie on dy.
                    inPixel.Larger("from", 0, Margin - x);
                    inPixel.Smaller("to", Columns.Kernel, source[2] + Margin - x);
                    inPixel.Index("at", (n * convolution.Result.Length) + (y * (width * Channels)) + (x * Channels));
                    inPixel.Loop("c", 0, Channels, 1, (inner, c) => WriteSum(inner, y, x, c));
                });
            });
        });
        return body;
    }

    /// <summary>Tap by tap of a row, as the products are that the other tiers scatter: a sum of short sums.</summary>
    private void WriteSum(Body body, IndexExpression y, IndexExpression x, IndexExpression c)
    {
        var total = body.Declare("sum", new Expression.Literal(0, 1));
        body.Loop("kx", "from", "to", 1, (inTap, tap) =>
        {
            var part = new Tile(1, new[] { new ColumnVector(0, 1, 1) });
            part.DeclareZeros(inTap);
            LongSum.WriteProducts(inTap, (long)Rows.Kernel * Depth, part.Accumulators, (inSum, sum) => sum.Loop(
                inSum, "q", "first", "end", 1, Rows.Kernel, Depth, (inRow, q) =>
                {
                    inRow.Reference("dyp", "image", (q * (source[2] * Depth)) + ((x + tap - Margin) * Depth));
                    inRow.Reference("wr", "w", ((q - y + (Rows.Kernel - 1 - Rows.PadBefore)) * (Depth * Products)) + (tap * Channels) + c);
                    sum.Loop(inRow, "o", 0, Depth, 1, Depth, 1, step =>
                    {
                        part.Accumulate(step, _ => ("dyp", 0), ("wr", 0));
                        step.Advance("dyp", 1);
                        step.Advance("wr", Products);
                    });
                }));
            inTap.Assign("sum", total + part.Sum(0, 0));
        });
        epilogue.Store(body, total, "result", IndexExpression.Variable("at") + c, IndexExpression.Variable("at") + c, c, 1);
    }

    private void WriteProducts(Body body, ColumnGroup group, IndexExpression y, IndexExpression c)
    {
        var (width, tile) = (source[2], TilePixels(target, group.Vectors.Count, source[2]));
        var whole = width / tile * tile;
        body.Loop("x", 0, whole, tile, (inner, x) => WriteTile(inner, group, tile, y, x, c));
        if (whole < width)
            body.Loop("x", whole, width, width - whole, (inner, x) => WriteTile(inner, group, width - whole, y, x, c));
    }

    private void WriteTile(Body body, ColumnGroup group, int pixels, IndexExpression y, IndexExpression x, IndexExpression c)
    {
        var sums = new Tile(pixels, group.Vectors);
        sums.DeclareZeros(body);
        LongSum.WriteProducts(body, (long)Rows.Kernel * Columns.Kernel * Depth, sums.Accumulators, (inSum, sum) => sum.Loop(inSum, "q", "first", "end", 1, Rows.Kernel, Depth, (inRow, q) =>
        {
            inRow.Reference("dyr", "image", (q * (source[2] * Depth)) + (x * Depth));
            inRow.Reference("wr", "w", ((q - y + (Rows.Kernel - 1 - Rows.PadBefore)) * (Depth * Products)) + c);
            sum.Loop(inRow, "o", 0, Depth, 1, Depth, 1, step =>
            {
                sums.Accumulate(step, pixel => ("dyr", pixel * Depth), ("wr", 0));
                step.Advance("dyr", 1);
                step.Advance("wr", Products);
            });
        }));
        body.Reference("p", "scratch", (x * Pitch) + c + (Margin * Pitch));
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            for (var v = 0; v < group.Vectors.Count; v++)
                body.Store("p", (pixel * Pitch) + group.Vectors[v].Offset, sums.Sum(pixel, v));
        }
    }

    /// <summary>Every pixel of the result takes from each of its neighbours what that has for it.</summary>
    private void WriteSums(Body body, IndexExpression n, IndexExpression y)
    {
        var width = convolution.Result[2];
        body.Loop("x", 0, width, 1, (inPixel, x) =>
        {
            inPixel.Reference("p", "scratch", x * Pitch);
            inPixel.Index("at", (n * convolution.Result.Length) + (y * (width * Channels)) + (x * Channels));
            foreach (var group in ColumnPlan.Create(Channels, target, 4, ColumnTail.Overlap))
            {
                group.Loop(inPixel, "c", (inner, c) =>
                {
                    // All are summed up before the first is stored: the last vector may repeat channels of the one before.
                    var sums = group.Vectors.Select((vector, v) => inner.Declare("sum" + v, LongSum.Of(Enumerable.Range(0, Columns.Kernel)
                        .Select(tap => (Expression)new Expression.Load("p", c + ((tap * (Pitch + Channels)) + vector.Offset), vector.Lanes))
                        .ToArray()))).ToArray();
                    for (var v = 0; v < sums.Length; v++)
                    {
                        var vector = group.Vectors[v];
                        var offset = IndexExpression.Variable("at") + c + vector.Offset;
                        epilogue.Store(inner, sums[v], "result", offset, offset, c + vector.Offset, vector.Count);
                    }
                });
            }
        });
    }
}
