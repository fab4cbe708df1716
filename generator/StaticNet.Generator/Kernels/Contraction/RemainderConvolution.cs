using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Data gradients of convolutions with a large stride s. Result pixels of one remainder modulo s meet the same taps, every
/// so many of them, which <see cref="DataGradientConvolution"/> writes out for each of the s x s remainders; here remainders
/// are loops, and arithmetic on indices finds the first tap of each, so that code does not grow with the stride.
/// </summary>
internal sealed class RemainderConvolution
{
    /// <summary>Sums that keep two fused multiply-add units of latency four busy.</summary>
    private const int IndependentSums = 8;

    private readonly KernelSignature signature;
    private readonly ConvolutionShape convolution;
    private readonly WeightColumns weights;
    private readonly Axis rows;
    private readonly Axis columns;

    private RemainderConvolution(KernelSignature signature, ConvolutionShape convolution)
    {
        this.signature = signature;
        this.convolution = convolution;
        var window = convolution.Window;
        weights = WeightColumns.Of(signature.Inputs[1].Layout,
            window.Height.Kernel * window.Width.Kernel * (signature.Inputs[0].Shape[0] / convolution.Groups), convolution.Result[0]);
        rows = new Axis(convolution.Window.Height, convolution.Result[1]);
        columns = new Axis(convolution.Window.Width, convolution.Result[2]);
    }

    private int Inputs => signature.Inputs[0].Shape[0];

    private int Outputs => convolution.Result[0];

    /// <summary>Up to stride 2 there are at most four remainders.</summary>
    public static bool Suits(Window2D window) => window.Height.Stride > 2 || window.Width.Stride > 2;

    public static Kernel Create(KernelSignature signature, ConvolutionShape convolution, Formula formula)
    {
        var schedule = new RemainderConvolution(signature, convolution);
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter> { new("dy", KernelParameterKind.Source), new("w", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        if (schedule.Image().IsCopied)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        var sum = "sum over o, ky, kx of dy at (y, x) whose window's tap (ky, kx) lies on this pixel * w[o, i, ky, kx]";
        return new Kernel(
            "DataGradient",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[y, x, i] = {sum}" : $"result[y, x, i] = {epilogue.Text}, sum = {sum}",
                $"channels last; window {convolution.Window}, weights transposed and flipped."),
            parameters.ToEquatableArray(),
            target => schedule.Write(target, new Epilogue(signature, formula)),
            schedule.Image().ScratchLength)
        {
            Strategy = schedule.Describe,
        };
    }

    /// <summary>
    /// Result p meets tap k of output q where p + pad = q s + k d. With g = gcd(s, d) there is none unless g divides p + pad;
    /// then k is (p + pad) / g times the inverse of d / g, modulo s / g.
    /// </summary>
    private sealed record Axis(WindowAxis Window, int Length)
    {
        public int Divisor { get; } = Congruences.CommonDivisor(Window.Stride, Window.Dilation);

        /// <summary>From one tap of a pixel to its next.</summary>
        public int Step => Window.Stride / Divisor;

        /// <summary>Taps of a remainder at the most.</summary>
        public int MostTaps => (Window.Kernel + Step - 1) / Step;

        public int Remainders => Math.Min(Window.Stride, Length);

        /// <summary>From one pixel of a remainder to its next; where there is none, whatever the stride.</summary>
        public int PixelStep => Math.Min(Window.Stride, Length);

        /// <summary>The x below <see cref="Step"/> with x d / g = 1 modulo it.</summary>
        public int Inverse { get; } = Congruences.Inverse(
            Window.Dilation / Congruences.CommonDivisor(Window.Stride, Window.Dilation), Window.Stride / Congruences.CommonDivisor(Window.Stride, Window.Dilation));

        /// <summary>
        /// Zeros before the first output, so that every tap reads something: how far below 0 an output may lie. The lowest is that of
        /// the last tap on the first pixel that it meets, which is one of the first stride; fewer pixels may miss it.
        /// </summary>
        public int Before => Math.Max(0, (((Window.Kernel - 1) * Window.Dilation) - Window.PadBefore) / Window.Stride);

        /// <summary>The number of outputs with those zeros and others behind the last: that of the first tap on the last pixel.</summary>
        public int Padded => ((Length - 1 + Window.PadBefore) / Window.Stride) + Before + 1;

        /// <summary>Declares the first tap of a remainder: beyond the last where it has none.</summary>
        public void DeclareFirstTap(Body body, string name, IndexExpression remainder)
        {
            var at = remainder + Window.PadBefore;
            body.Add(new Statement.DeclareIndexQuotient(name + "Whole", at, Divisor));

            // What the product comes to at the most has to fit as well.
            _ = (Remainders - 1 + Window.PadBefore) / Divisor * Inverse;
            var product = IndexExpression.Variable(name + "Whole") * Inverse;
            body.Add(new Statement.DeclareIndexQuotient(name + "Turns", product, Step));
            var none = (at - (IndexExpression.Variable(name + "Whole") * Divisor)) * Window.Kernel;
            body.Index(name + "First", product - (IndexExpression.Variable(name + "Turns") * Step) + none);
        }

        /// <summary>Loops over the taps of a remainder, from its first on, each of so many terms of the sum.</summary>
        public void LoopTaps(Body body, LongSum sum, string name, int terms, Action<Body, IndexExpression> inner) =>
            sum.Loop(body, name, name + "First", Window.Kernel - 1 + Step, Step, MostTaps, terms, inner);

        /// <summary>The output, in the padded image, that tap <paramref name="k"/> of the first pixel of a remainder belongs to.</summary>
        public void DeclareOutput(Body body, string name, IndexExpression remainder, IndexExpression k) =>
            body.Add(new Statement.DeclareIndexQuotient(
                name, remainder - (k * Window.Dilation) + (Window.PadBefore + (Before * Window.Stride)), Window.Stride));

        /// <summary>The number of pixels of a remainder.</summary>
        public void DeclareCount(Body body, string name, IndexExpression remainder) =>
            body.Add(new Statement.DeclareIndexQuotient(name, (remainder * -1) + (Length - 1 + Window.Stride), Window.Stride));
    }

    private PaddedImage Image() => new("dy", signature.Inputs[0], rows.Before, columns.Before, rows.Padded, columns.Padded);

    private string Describe(SimdTarget target)
    {
        var channels = ChannelTile.Of(target, convolution.Groups, Inputs, weights)[0];
        return $"A loop over the remainders modulo the stride; tile of {PixelsOf(target, channels)} pixels x {channels.Vectors} vectors of {channels.Lanes} lanes.";
    }

    /// <summary>
    /// Pixels of a tile: at most as many as every remainder has, since the last tile of a row starts early, and of those the
    /// number that costs least in all.
    /// </summary>
    private int PixelsOf(SimdTarget target, ChannelTile channels)
    {
        var (width, fewest) = ((columns.Length + columns.Window.Stride - 1) / columns.Window.Stride, columns.Length / columns.Window.Stride);
        int Cost(int pixels) => (width + pixels - 1) / pixels * Math.Max(IndependentSums, pixels * channels.Vectors);
        return Enumerable.Range(1, Math.Max(1, Math.Min(fewest, target.Accumulators / channels.Vectors)))
            .Reverse().OrderBy(Cost).First();
    }

    private Body Write(SimdTarget target, Epilogue epilogue)
    {
        var body = new Body();
        var image = Image();
        image.WriteBorder(body);
        body.Loop("n", 0, "count", 1, inSample =>
        {
            image.WriteSample(inSample, "image", "n");
            foreach (var channels in ChannelTile.Of(target, convolution.Groups, Inputs, weights))
            {
                channels.Loop(inSample, (inChannels, input, place) => inChannels.Loop("ry", 0, rows.Remainders, 1, (inRows, ry) =>
                {
                    rows.DeclareFirstTap(inRows, "ky", ry);
                    rows.DeclareCount(inRows, "rows", ry);
                    inRows.Loop("rx", 0, columns.Remainders, 1, (inColumns, rx) =>
                    {
                        columns.DeclareFirstTap(inColumns, "kx", rx);
                        columns.DeclareCount(inColumns, "columns", rx);
                        inColumns.Loop("row", 0, "rows", 1, (inRow, row) =>
                        {
                            var pixels = PixelsOf(target, channels);
                            inRow.Loop("next", 0, IndexExpression.Variable("columns") + (pixels - 1), pixels, (tile, next) =>
                            {
                                // The last tile starts early and computes some pixels again.
                                tile.Smaller("column", next, IndexExpression.Variable("columns") - pixels);
                                WriteTile(tile, epilogue, image, channels, pixels, input, place, (ry, row), (rx, "column"));
                            });
                        });
                    });
                }));
            }
        });
        return body;
    }

    private void WriteTile(
        Body body, Epilogue epilogue, PaddedImage image, ChannelTile channels, int pixels, IndexExpression input, ColumnPlace place,
        (IndexExpression Remainder, IndexExpression Index) y, (IndexExpression Remainder, IndexExpression Index) x)
    {
        Expression Sum(int pixel, int v) => new Expression.Local($"sum{pixel}_{v}", channels.Lanes);
        var groupInputs = Inputs / convolution.Groups;
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            for (var v = 0; v < channels.Vectors; v++)
                body.Declare($"sum{pixel}_{v}", new Expression.Literal(0, channels.Lanes));
        }

        var accumulators = from pixel in Enumerable.Range(0, pixels) from v in Enumerable.Range(0, channels.Vectors) select Sum(pixel, v);
        LongSum.WriteProducts(body, (long)rows.MostTaps * columns.MostTaps * groupInputs, accumulators, (inSum, sum) => rows.LoopTaps(inSum, sum, "ky", columns.MostTaps * groupInputs, (inRow, ky) =>
        {
            rows.DeclareOutput(inRow, "qy", y.Remainder, ky);
            columns.LoopTaps(inRow, sum, "kx", groupInputs, (inTap, kx) =>
            {
                columns.DeclareOutput(inTap, "qx", x.Remainder, kx);
                inTap.Reference("dyk", "image",
                    ((y.Index + "qy") * image.RowStride) + ((x.Index + "qx") * image.Channels) + input);
                var pixel = groupInputs * weights.RowStride;
                inTap.Reference("wk", "w",
                    (ky * (-columns.Window.Kernel * pixel)) - (kx * pixel) + (((rows.Window.Kernel * columns.Window.Kernel) - 1) * pixel) + weights.Start(place));
                sum.Loop(inTap, "o", 0, groupInputs, 1, groupInputs, 1, step =>
                {
                    var loaded = Enumerable.Range(0, channels.Vectors).Select(v =>
                        step.Declare("w" + v, new Expression.Load("wk", weights.Offset(channels.Output(v)), channels.Lanes))).ToArray();
                    for (var p = 0; p < pixels; p++)
                    {
                        for (var v = 0; v < channels.Vectors; v++)
                            step.Assign($"sum{p}_{v}", new Expression.MultiplyAdd(channels.Factor("dyk", p * image.Channels, v), loaded[v], Sum(p, v)));
                    }

                    if (groupInputs > 1)
                    {
                        step.Advance("dyk", 1);
                        step.Advance("wk", weights.RowStride);
                    }
                });
            });
        }));

        body.Index("at", (IndexExpression.Variable("n") * convolution.Result.Length)
            + (((y.Index * rows.PixelStep) + y.Remainder) * (columns.Length * Outputs))
            + (((x.Index * columns.PixelStep) + x.Remainder) * Outputs) + place.Column);
        for (var p = 0; p < pixels; p++)
        {
            for (var v = 0; v < channels.Vectors; v++)
            {
                var offset = IndexExpression.Variable("at") + (p * columns.Window.Stride * Outputs) + channels.Output(v);
                epilogue.Store(body, Sum(p, v), "result", offset, offset, place.Column + channels.Output(v), channels.Stored(v));
            }
        }
    }
}
