using StaticNet.Generator.Formulas;
using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// Data gradients of convolutions with a large stride, pixel by pixel: a loop over the few windows that cover the pixel. Code
/// for each remainder modulo the stride, as <see cref="DataGradientConvolution"/> writes it, would grow with its square.
/// </summary>
internal static class SpreadConvolution
{
    /// <summary>Up to stride 2 there are at most four remainders. Dilated windows do not cover a range of pixels.</summary>
    public static bool Suits(Window2D window) =>
        (window.Height.Stride > 2 || window.Width.Stride > 2) && window.Height.Dilation == 1 && window.Width.Dilation == 1;

    public static Kernel Create(KernelSignature signature, TransposedConvolution convolution, Formula formula)
    {
        var epilogue = new Epilogue(signature, formula);
        var parameters = new List<KernelParameter> { new("dy", KernelParameterKind.Source), new("w", KernelParameterKind.Source) };
        parameters.AddRange(epilogue.Parameters);
        parameters.Add(new("result", KernelParameterKind.Target));
        var sum = "sum over the windows that cover the pixel and o of dy[window, o] * w[tap, o, i]";
        return new Kernel(
            "DataGradient",
            EquatableArray<string>.Of(
                epilogue.IsTrivial ? $"result[y, x, i] = {sum}" : $"result[y, x, i] = {epilogue.Text}, sum = {sum}",
                $"channels last; window {convolution.Window}, weights transposed and flipped."),
            parameters.ToEquatableArray(),
            target => Write(target, signature, convolution, new Epilogue(signature, formula)))
        {
            Strategy = _ => "Pixel by pixel: the stride leaves few windows over each.",
        };
    }

    private static Body Write(SimdTarget target, KernelSignature signature, TransposedConvolution convolution, Epilogue epilogue)
    {
        var (window, result, dy) = (convolution.Window, convolution.Result, signature.Inputs[0].Shape);
        var (inputs, outputs) = (result[0] / convolution.Groups, dy[0] / convolution.Groups);
        var body = new Body();
        body.Loop("n", 0, "count", 1, (inSample, n) => inSample.Loop("row", 0, result[1], 1, (inRow, row) =>
        {
            DeclareWindows(inRow, "row", row, window.Height, dy[1]);
            inRow.Loop("column", 0, result[2], 1, (inPixel, column) =>
            {
                DeclareWindows(inPixel, "column", column, window.Width, dy[2]);
                inPixel.Loop("g", 0, convolution.Groups, 1, (inGroup, g) =>
                {
                    foreach (var group in ColumnPlan.Create(inputs, target, 4, ColumnTail.Overlap))
                    {
                        inGroup.Loop("c", group.Start, group.Start + Math.Max(1, group.Repeats * group.Step), Math.Max(1, group.Step),
                            (inner, c) => WritePixel(inner, group, n, row, column, g, c));
                    }
                });
            });
        }));
        return body;

        void WritePixel(
            Body inner, ColumnGroup group, IndexExpression n, IndexExpression row, IndexExpression column, IndexExpression g, IndexExpression c)
        {
            var channel = (g * inputs) + c;
            var sums = new Tile(1, group.Vectors);
            sums.DeclareZeros(inner);
            inner.Loop("qy", "rowFrom", "rowTo", 1, (inWindowRow, qy) => inWindowRow.Loop("qx", "columnFrom", "columnTo", 1, (inWindow, qx) =>
            {
                // Window q reaches the pixel with tap (pixel + padding - q stride), and weights are flipped.
                inWindow.Index("ky", (qy * window.Height.Stride) - row + (window.Height.Kernel - 1 - window.Height.PadBefore));
                inWindow.Index("kx", (qx * window.Width.Stride) - column + (window.Width.Kernel - 1 - window.Width.PadBefore));
                inWindow.Reference("dyo", "dy", (n * dy.Length) + (qy * (dy[2] * dy[0])) + (qx * dy[0]) + (g * outputs));
                inWindow.Reference("wo", "w",
                    (IndexExpression.Variable("ky") * (window.Width.Kernel * outputs * result[0]))
                    + (IndexExpression.Variable("kx") * (outputs * result[0])) + channel);
                inWindow.Loop("o", 0, outputs, 1, step =>
                {
                    sums.Accumulate(step, _ => ("dyo", 0), ("wo", 0));
                    step.Advance("dyo", 1);
                    step.Advance("wo", result[0]);
                });
            }));
            inner.Index("at", (n * result.Length) + (row * (result[2] * result[0])) + (column * result[0]) + channel);
            for (var v = 0; v < group.Vectors.Count; v++)
            {
                var offset = IndexExpression.Variable("at") + group.Vectors[v].Offset;
                epilogue.Store(inner, sums.Sum(0, v), "result", offset, offset, channel + group.Vectors[v].Offset, group.Vectors[v].Count);
            }
        }
    }

    /// <summary>Windows q with 0 &lt;= pixel + padding - q stride &lt; kernel: from ceil((pixel + padding - kernel + 1) / stride).</summary>
    private static void DeclareWindows(Body body, string name, IndexExpression pixel, WindowAxis axis, int windows)
    {
        body.Larger(name + "First", 0, pixel + (axis.PadBefore - axis.Kernel + 1));
        body.Add(new Statement.DeclareIndexQuotient(name + "From", IndexExpression.Variable(name + "First") + (axis.Stride - 1), axis.Stride));
        body.Add(new Statement.DeclareIndexQuotient(name + "Last", pixel + axis.PadBefore, axis.Stride));
        body.Smaller(name + "To", windows, IndexExpression.Variable(name + "Last") + 1);
    }
}
