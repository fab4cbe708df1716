using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Data gradients of convolutions (transposed convolutions). With stride s, result pixels of one remainder modulo s meet the
/// same taps: each of the s x s remainders is a convolution of stride 1 on dy with its own taps, written to every s-th pixel.
/// </summary>
internal static class DataGradientConvolution
{
    public static Kernel Create(KernelSignature signature, ConvolutionShape convolution, Formula formula)
    {
        var (window, result) = (convolution.Window, convolution.Result);
        var rows = Phases(window.Height, result[1]);
        var columns = Phases(window.Width, result[2]);
        PaddedImage Image()
        {
            var top = Math.Max(0, -Lowest(rows));
            var left = Math.Max(0, -Lowest(columns));
            var padded = new PaddedImage("dy", signature.Inputs[0], top, left, top + Highest(rows) + 1, left + Highest(columns) + 1);
            return TapGrid.Image(padded, convolution.Groups, result[0]);
        }

        var weights = WeightColumns.Of(
            signature.Inputs[1].Layout, window.Height.Kernel * window.Width.Kernel * (signature.Inputs[0].Shape[0] / convolution.Groups), result[0]);
        TapGrid Taps(SimdTarget target, bool hasFewVectors) => TapGrid.Of(
            target, Image(), new Epilogue(signature, formula), convolution.Groups, weights, window.Width.Kernel, result[1], result[2],
            isBeyondCaches: TilesAhead.IsWorthwhile(signature), hasFewVectors: hasFewVectors);

        // A stride of two is four grids, each with tiles for pairs of vectors of channels and for one that is left: too much for one method at times.
        TapGrid FittingTaps(SimdTarget target)
        {
            var taps = Taps(target, hasFewVectors: false);
            return rows.Count * columns.Count == 1 || CodeSize.EstimateIl(Write(taps).Statements) <= CodeSize.Budget ? taps : Taps(target, hasFewVectors: true);
        }

        Body Write(TapGrid taps)
        {
            var body = new Body();
            var image = Image();
            image.WriteBorder(body);
            body.Loop("n", 0, "count", 1, inner =>
            {
                image.WriteSample(inner, "image", "n");
                foreach (var row in rows)
                {
                    foreach (var column in columns)
                    {
                        if (rows.Count * columns.Count > 1)
                            inner.Comment($"Pixels ({row.Result.OutputStart} + {window.Height.Stride} y, {column.Result.OutputStart} + {window.Width.Stride} x): {row.Taps.Count} x {column.Taps.Count} taps.");
                        taps.Write(inner, row.Result, column.Result, Shift(row.Taps, image.Top), Shift(column.Taps, image.Left));
                    }
                }
            });
            return body;
        }

        // Long sums are more code, and so are long rows of taps of small groups, which are written out at the edges, and bands of tiles that are
        // not as high as the others; loops over the remainders are the same for any stride.
        if (rows.Count * columns.Count > 1 && SimdTarget.All.Any(target => CodeSize.EstimateIl(Write(FittingTaps(target)).Statements) > CodeSize.Budget))
        {
            return RemainderConvolution.Create(signature, convolution, formula);
        }

        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter> { new("dy", KernelParameterKind.Source), new("w", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        if (Image().IsCopied)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        var sum = "sum over o, ky, kx of dy at (y, x) whose window's tap (ky, kx) lies on this pixel * w[o, i, ky, kx]";
        return new Kernel(
            "DataGradient",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[y, x, i] = {sum}" : $"result[y, x, i] = {epilogue.Text}, sum = {sum}",
                $"a convolution of dy with the weights transposed and flipped; window {window}.",
                $"w lies as {weights.Text}, taps by output channels."),
            parameters.ToEquatableArray(),
            target => Write(FittingTaps(target)),
            Image().ScratchLength)
        {
            Strategy = target => FittingTaps(target).Describe(
                rows[0].Result, columns[0].Result, rows.OrderByDescending(row => row.Taps.Count).First().Taps,
                columns.OrderByDescending(column => column.Taps.Count).First().Taps),
        };
    }

    private static TapAxis Shift(TapAxis taps, int padding) => taps with { InputStart = taps.InputStart + padding };

    /// <summary>
    /// Result p meets tap k of output q where p + pad = q stride + k dilation. For results of one remainder r (p = r + t
    /// stride), those are the taps with r + pad - k dilation divisible by the stride, and q = t + (r + pad - k dilation) / stride.
    /// Weights are flipped (index kernel - 1 - k), so taps are listed with falling k and rising q.
    /// </summary>
    private static IReadOnlyList<(ResultAxis Result, TapAxis Taps)> Phases(WindowAxis axis, int length)
    {
        var phases = new List<(ResultAxis, TapAxis)>();
        var step = axis.Stride / Congruences.CommonDivisor(axis.Stride, axis.Dilation);
        for (var remainder = 0; remainder < Math.Min(axis.Stride, length); remainder++)
        {
            int Distance(int k) => remainder + axis.PadBefore - (k * axis.Dilation);
            var count = ((length - 1 - remainder) / axis.Stride) + 1;
            var result = new ResultAxis(count, remainder, axis.Stride, 1);

            // Solutions of a linear congruence are evenly spaced, so the last of them gives all. There are at most two remainders here.
            var last = axis.Kernel - 1;
            while (last >= 0 && last > axis.Kernel - 1 - step && Distance(last) % axis.Stride != 0)
                last--;
            var hasTaps = last >= 0 && Distance(last) % axis.Stride == 0;
            phases.Add((result, !hasTaps ? new TapAxis(0, 0, 1, 0, 1)
                : last < step ? new TapAxis(1, Distance(last) / axis.Stride, 1, axis.Kernel - 1 - last, 1)
                : new TapAxis((last / step) + 1, Distance(last) / axis.Stride, step * axis.Dilation / axis.Stride, axis.Kernel - 1 - last, step)));
        }

        return phases;
    }

    private static int Lowest(IReadOnlyList<(ResultAxis Result, TapAxis Taps)> phases) => phases.Min(phase => phase.Taps.InputStart);

    private static int Highest(IReadOnlyList<(ResultAxis Result, TapAxis Taps)> phases) => phases.Max(phase =>
        phase.Result.Count - 1 + phase.Taps.InputStart + (Math.Max(0, phase.Taps.Count - 1) * phase.Taps.InputStep));
}
