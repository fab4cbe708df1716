using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>Forward convolutions: taps over a padded image.</summary>
internal static class ForwardConvolution
{
    /// <param name="signature">What is read and written.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="formula">The epilogue.</param>
    /// <param name="tiling">Another tiling than the cost model's choice, for measurements.</param>
    public static Kernel Create(KernelSignature signature, ConvolutionShape convolution, Formula formula, TapTiling? tiling = null)
    {
        var window = convolution.Window;
        var result = signature.Result.Shape;
        var companion = signature.Schedule.Beside;
        var weights = WeightColumns.Of(
            signature.Inputs[1].Layout, window.Height.Kernel * window.Width.Kernel * (signature.Inputs[0].Shape[0] / convolution.Groups), convolution.Channels);
        var (rows, columns) = (new ResultAxis(result[1], 0, 1, window.Height.Stride), new ResultAxis(result[2], 0, 1, window.Width.Stride));
        PaddedImage Image() => TapGrid.Image(ImageFor("x", signature.Inputs[0], window), convolution.Groups, convolution.Channels);
        TapGrid Taps(SimdTarget target, PaddedImage image) => TapGrid.Of(
            target, image, new Epilogue(signature, formula), convolution.Groups, weights, window.Width.Kernel, result[1], result[2], tiling, companion,
            TilesAhead.IsWorthwhile(signature));
        TapAxis TapRows(PaddedImage image) => new(window.Height.Kernel, image.Top - window.Height.PadBefore, window.Height.Dilation, 0, 1);
        TapAxis TapColumns(PaddedImage image) => new(window.Width.Kernel, image.Left - window.Width.PadBefore, window.Width.Dilation, 0, 1);
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter> { new("x", KernelParameterKind.Source), new("w", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        if (companion != Companion.None)
            parameters.Add(new(companion == Companion.PairMaxima ? "pooled" : "rowMajor", KernelParameterKind.Companion));
        if (Image().IsCopied)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        var sum = SumText(window, "x[{0}, {1}, i]", "w[ky, kx, i, o]");
        return new Kernel(
            "Forward",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[y, x, o] = {sum}" : $"result[y, x, o] = {epilogue.Text}, sum = {sum}",
                $"channels last; window {window}" + (convolution.Groups > 1 ? $", {convolution.Groups} groups of channels apart." : "."),
                $"w lies as {weights.Text}, taps by input channels." + companion switch
                {
                    Companion.PairMaxima => " " + PooledText,
                    Companion.RowMajor => " " + RowMajorBand.Text,
                    _ => "",
                }),
            parameters.ToEquatableArray(),
            target =>
            {
                var body = new Body();
                var image = Image();
                image.WriteBorder(body);
                var taps = Taps(target, image);
                body.Loop("n", 0, "count", 1, inner =>
                {
                    image.WriteSample(inner, "image", "n");
                    taps.Write(inner, rows, columns, TapRows(image), TapColumns(image));
                });
                return body;
            },
            Image().ScratchLength)
        {
            Strategy = target => Taps(target, Image()).Describe(rows, columns, TapRows(Image()), TapColumns(Image())),
        };
    }

    /// <summary>What is pooled, as text for comments.</summary>
    public const string PooledText = "pooled[y, x, o] = the largest of the results [2 y, 2 x] to [2 y + 1, 2 x + 1].";

    /// <summary>The sum as text for comments.</summary>
    /// <param name="window">The window.</param>
    /// <param name="input">An element of the input, with {0} and {1} for its row and column.</param>
    /// <param name="weight">An element of the weights.</param>
    public static string SumText(Window2D window, string input, string weight) =>
        $"sum over i, ky, kx of {string.Format(System.Globalization.CultureInfo.InvariantCulture, input, Index("y", window.Height, "ky"), Index("x", window.Width, "kx"))} * {weight}";

    /// <summary>The image that windows move over: cut off behind the last tap of the last window.</summary>
    public static PaddedImage ImageFor(string source, Operand operand, Window2D window, bool inPlanes = false)
    {
        var height = Reach(window.Height, operand.Shape[1]);
        var width = Reach(window.Width, operand.Shape[2]);
        return new PaddedImage(source, operand, window.Height.PadBefore, window.Width.PadBefore, height, width, inPlanes);
    }

    /// <summary>The border that makes an image readable where it lies.</summary>
    private static Border BorderFor(Shape image, Window2D window) =>
        ImageFor("", new Operand(new TensorType(image, true), Layout.RowMajor(image)), window).Border;

    /// <summary>Whether a reader of windows takes its image in a border: convolutions of a single pixel are products of matrices, which have none.</summary>
    public static bool TakesBorder(Shape image, Window2D window, int groups, out Border border)
    {
        border = BorderFor(image, window);
        return groups == 1 && window is not { Height.Kernel: 1, Width.Kernel: 1 };
    }

    /// <summary>
    /// Where the last window ends, counted from the first; behind the first element of the input in any case, even if a long stride
    /// in a wide padding lets all windows miss it.
    /// </summary>
    private static int Reach(WindowAxis axis, int input) =>
        Math.Max(((axis.OutputLength(input) - 1) * axis.Stride) + axis.Extent, axis.PadBefore + 1);

    /// <summary>The input index as text: <c>2 * y + ky - 1</c>.</summary>
    private static string Index(string output, WindowAxis axis, string tap) => new[]
    {
        axis.Stride == 1 ? output : axis.Stride + " * " + output,
        axis.Dilation == 1 ? " + " + tap : " + " + axis.Dilation + " * " + tap,
        axis.PadBefore == 0 ? "" : " - " + axis.PadBefore,
    }.Aggregate(string.Concat);
}
