using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Convolutions of stride 1 with lanes over the pixels of a row, in planes, a channel after another: each weight is broadcast to
/// the vectors of a tile. Few output channels fill vectors so, and images that come and leave row-major need no transposition.
/// </summary>
internal sealed class PlaneConvolution
{
    /// <summary>Operations of an epilogue beyond which tiles are small: every sum writes it once.</summary>
    private const int LongEpilogue = 8;

    /// <summary>Multiply-adds up to which the taps of a row are written out.</summary>
    private const int WrittenOut = 160;

    private readonly SimdTarget target;
    private readonly ConvolutionShape convolution;
    private readonly PaddedImage image;
    private readonly Epilogue epilogue;
    private readonly WeightColumns weights;
    private readonly Shape result;
    private readonly PlaneEntry? entry;
    private readonly bool copies;

    private PlaneConvolution(SimdTarget target, KernelSignature signature, ConvolutionShape convolution, Formula formula)
    {
        this.target = target;
        this.convolution = convolution;
        image = ImageOf(signature, convolution);
        epilogue = new Epilogue(signature, formula, inPlanes: true);
        result = signature.Result.Shape;
        weights = WeightColumns.Of(signature.Inputs[1].Layout, Window.Height.Kernel * Window.Width.Kernel * image.Channels, convolution.Channels);
        (Height, Width) = Extent(convolution.Window, result);
        Tiling = PlaneTiling.Choose(target, convolution.Channels, weights.InPanels ? WeightColumns.PanelWidth : convolution.Channels, Height, Width,
            image.Channels * Window.Height.Kernel, Window.Width.Kernel, epilogue.Operations > LongEpilogue ? 8 : int.MaxValue);
        copies = signature.Schedule.Beside == Companion.RowMajor;
        entry = signature.Schedule.TakesIn ? new PlaneEntry(target, signature.Inputs[0], convolution.Window, Tiling.Rows) : null;
    }

    private Window2D Window => convolution.Window;

    /// <summary>Rows of the result, and pixels of each; a window of a single pixel takes all rows for one.</summary>
    private int Height { get; }

    private int Width { get; }

    private PlaneTiling Tiling { get; }

    public static Kernel Create(KernelSignature signature, ConvolutionShape convolution, Formula formula)
    {
        var epilogue = new Epilogue(signature, formula, inPlanes: true);
        var scratch = ImageOf(signature, convolution).ScratchLength;
        var parameters = new List<KernelParameter>();
        if (signature.Schedule.TakesIn)
            parameters.Add(new("entering", KernelParameterKind.Entering));
        parameters.Add(new("x", KernelParameterKind.Source));
        parameters.Add(new("w", KernelParameterKind.Source));
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        if (signature.Schedule.Beside == Companion.RowMajor)
            parameters.Add(new("copy", KernelParameterKind.Companion));
        if (scratch > 0)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        PlaneConvolution For(SimdTarget target) => new(target, signature, convolution, formula);
        var sum = ForwardConvolution.SumText(convolution.Window, "x[i, {0}, {1}]", "w[ky, kx, i, o]");
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[o, y, x] = {sum}" : $"result[o, y, x] = {epilogue.Text}, sum = {sum}",
                $"in planes, a channel after another; window {convolution.Window}; w lies as {For(SimdTarget.Scalar).weights.Text}, taps by input channels."
                    + (signature.Schedule.TakesIn ? " x is taken in from the caller." : "") + (signature.Schedule.Beside == Companion.RowMajor ? " copy = result." : "")),
            parameters.ToEquatableArray(),
            target => For(target).Write(),
            scratch)
        {
            Strategy = target => For(target).Describe(),
        };
    }

    /// <summary>Whether rows of results are rows of the image under each tap.</summary>
    public static bool Suits(Window2D window, int groups) => groups == 1 && window is { Height.Stride: 1, Width.Stride: 1 };

    /// <summary>What the model expects of a sample, without copies.</summary>
    /// <param name="target">The tier.</param>
    /// <param name="window">The window.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="result">The shape of the result.</param>
    public static double Estimate(SimdTarget target, Window2D window, int inputs, Shape result)
    {
        var (height, width) = Extent(window, result);
        return PlaneTiling.Choose(target, result[0], WeightColumns.Suits(result[0]) ? WeightColumns.PanelWidth : result[0], height, width,
            inputs * window.Height.Kernel, window.Width.Kernel).Cycles;
    }

    private static bool IsSinglePixel(Window2D window) => window is { Height.Kernel: 1, Width.Kernel: 1, HasPadding: false };

    private static (int Height, int Width) Extent(Window2D window, Shape result) =>
        IsSinglePixel(window) ? (1, result[1] * result[2]) : (result[1], result[2]);

    private static PaddedImage ImageOf(KernelSignature signature, ConvolutionShape convolution) =>
        ForwardConvolution.ImageFor("x", signature.Inputs[0], convolution.Window, inPlanes: true);

    private string Describe()
    {
        var group = ColumnPlan.Create(Width, target, Tiling.Vectors, ColumnTail.Overlap)[0];
        var (vectors, lanes) = (Math.Min(Tiling.Rows, Height) * group.Vectors.Count, group.Vectors[0].Lanes);
        return FormattableString.Invariant(
            $"Tile of {Tiling.Channels} channels x {vectors} vectors of {lanes} pixels ({Tiling.Rows} rows): {Tiling.Channels * vectors} sums, {Tiling.Channels + vectors} loads a step, {2.0 * Tiling.Channels * vectors * lanes / (Tiling.Channels + (vectors * lanes)):0.#} operations a float loaded.");
    }

    private Body Write()
    {
        var body = new Body();
        image.WriteBorder(body);
        entry?.Begin(body);
        body.Loop("n", 0, "count", 1, (inSample, n) =>
        {
            image.WriteSample(inSample, "image", "n");
            entry?.WriteFirstRows(inSample, n);
            foreach (var run in PlaneTiling.RunsOf(convolution.Channels, Tiling.Channels))
            {
                inSample.Loop("o", run.Start, run.Start + (run.Repeats * run.Size), run.Size, (inChannels, o) =>
                {
                    inChannels.Reference("wo", "w", 0);
                    AdvanceToChannel(inChannels, o, run);
                    foreach (var band in PlaneTiling.RunsOf(Height, Tiling.Rows))
                    {
                        inChannels.Loop("y", band.Start, band.Start + (band.Repeats * band.Size), band.Size, (inRows, y) =>
                        {
                            foreach (var group in ColumnPlan.Create(Width, target, Tiling.Vectors, ColumnTail.Overlap))
                                group.Loop(inRows, "c", (inTile, c) => WriteTile(inTile, group, run.Size, band.Size, n, o, y, c));
                        });
                    }
                });
            }
        });
        return body;
    }

    /// <summary>Tiles hold channels of one panel, so that a panel's beginning is a quotient.</summary>
    private void AdvanceToChannel(Body body, IndexExpression o, (int Start, int Size, int Repeats) run)
    {
        if (!weights.InPanels)
        {
            body.Advance("wo", o);
            return;
        }

        body.Add(new Statement.DeclareIndexQuotient("panel", o, WeightColumns.PanelWidth));
        body.Advance("wo", o + (IndexExpression.Variable("panel") * ((weights.Depth - 1) * WeightColumns.PanelWidth)));
    }

    private void WriteTile(
        Body body, ColumnGroup group, int channels, int rows, IndexExpression n, IndexExpression o, IndexExpression y, IndexExpression c)
    {
        // Vectors of all rows of the tile, by where they lie in the result's plane.
        var vectors = Enumerable.Range(0, rows)
            .SelectMany(row => group.Vectors.Select(vector => vector with { Offset = (row * Width) + vector.Offset })).ToArray();
        int InImage(int offset) => (offset / Width * image.RowStride) + (offset % Width);
        var sums = new Tile(channels, vectors);
        var (taps, depth) = (Window.Width.Kernel, image.Channels * weights.RowStride);
        body.Reference("xr", "image", (y * image.RowStride) + c);
        var takesIn = entry is not null && entry.IsTakenIn(o, rows);
        if (takesIn)
            entry!.BeginTile(body, n, y, c);
        sums.DeclareZeros(body);

        // References walk along: an index that is computed in every step takes integer units from the multiply-adds of 256 bits.
        body.Reference("wr", "wo", 0);
        var ofChannel = Window.Height.Kernel * taps;
        LongSum.WriteProducts(body, (long)image.Channels * ofChannel, sums.Accumulators, (inSum, sum) => sum.Loop(inSum, "i", 0, image.Channels, 1, image.Channels, ofChannel, inInput =>
        {
            if (takesIn)
                entry!.TakeIn(inInput, o, group);
            inInput.Reference("xk", "xr", 0);
            inInput.Reference("wk", "wr", 0);
            sum.Loop(inInput, "ky", 0, Window.Height.Kernel, 1, Window.Height.Kernel, taps, inRow =>
            {
                if (taps * channels * vectors.Length <= WrittenOut)
                {
                    for (var kx = 0; kx < taps; kx++)
                    {
                        var tap = kx;
                        inRow.Scope(step => sums.Accumulate(step, channel => ("wk", (tap * depth) + channel), ("xk", tap * Window.Width.Dilation), place: InImage, vector: "x"));
                    }

                    inRow.Advance("xk", Window.Height.Dilation * image.RowStride);
                    inRow.Advance("wk", taps * depth);
                    return;
                }

                sum.Loop(inRow, "kx", 0, taps, 1, taps, 1, step =>
                {
                    sums.Accumulate(step, channel => ("wk", channel), ("xk", 0), place: InImage, vector: "x");
                    step.Advance("xk", Window.Width.Dilation);
                    step.Advance("wk", depth);
                });
                inRow.Advance("xk", (Window.Height.Dilation * image.RowStride) - (taps * Window.Width.Dilation));
            });
            inInput.Advance("xr", image.ChannelStride);
            inInput.Advance("wr", weights.RowStride);
        }));
        var plane = result[1] * result[2];
        body.Index("at", (n * result.Length) + (o * plane) + (y * Width) + c);
        for (var channel = 0; channel < channels; channel++)
        {
            for (var v = 0; v < vectors.Length; v++)
            {
                var offset = IndexExpression.Variable("at") + ((channel * plane) + vectors[v].Offset);
                if (!copies)
                {
                    epilogue.Store(body, sums.Sum(channel, v), "result", offset, offset, o + channel, vectors[v].Count);
                    continue;
                }

                var value = body.Declare($"value{channel}_{v}", epilogue.Value(body, sums.Sum(channel, v), offset, o + channel));
                body.Store("result", offset, value, vectors[v].Count);
                body.Store("copy", offset, value, vectors[v].Count);
            }
        }
    }
}
