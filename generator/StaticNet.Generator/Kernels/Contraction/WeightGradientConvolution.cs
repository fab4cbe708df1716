using StaticNet.Generator.Kernels.Ir;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// dw[ky, kx, i, o] = sum over the batch and pixels of x dy: for each row of taps, a tile of (tap, input channel) pairs by
/// vectors of output channels stays in registers while the pixels of a sample stream by, and is then added to memory: sums of
/// sums, whose rounding errors stay small.
/// </summary>
internal static class WeightGradientConvolution
{
    public static Kernel Create(KernelSignature signature, ConvolutionWeightGradient gradient)
    {
        var window = gradient.Window;
        var dy = signature.Inputs[1].Shape;
        if (ForwardConvolution.IsPointwise(window, gradient.Groups, signature.Inputs[0]))
            return OuterProductSum.Create(signature, dy[1] * dy[2], signature.Inputs[0].Shape[0], dy[0]);

        PaddedImage Image() => ForwardConvolution.ImageFor("x", signature.Inputs[0], window);
        var parameters = new List<KernelParameter>
        {
            new("x", KernelParameterKind.Source), new("dy", KernelParameterKind.Source), new("dw", KernelParameterKind.Target),
        };
        if (Image().IsCopied)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        var schedule = new Schedule(window, gradient.Groups, signature.Inputs[0].Shape[0], dy[0]);
        return new Kernel(
            "WeightGradient",
            EquatableArray<string>.Of(
                "dw[ky, kx, i, o] = sum over samples, y, x of dy[y, x, o] * x[pixel under tap (ky, kx) of window (y, x), i]",
                $"channels last; window {window}" + (gradient.Groups > 1 ? $", {gradient.Groups} groups of channels apart." : ".")),
            parameters.ToEquatableArray(),
            target =>
            {
                var body = new Body();
                var image = Image();
                image.WriteBorder(body);
                body.Add(new Statement.Clear("dw", 0, signature.Result.Length));
                body.Loop("n", 0, "count", 1, inner =>
                {
                    image.WriteSample(inner, "image", "n");
                    inner.Reference("dyn", "dy", IndexExpression.Variable("n") * dy.Length);
                    if (Grouped(target) is { } grouped)
                        grouped.Write(inner, target, image, dy[1], dy[2]);
                    else
                        schedule.Write(inner, target, image, dy[1], dy[2]);
                });
                return body;
            },
            Image().ScratchLength)
        {
            Strategy = target => Grouped(target)?.Describe(target) ?? schedule.Describe(target),
        };

        GroupedWeightGradient? Grouped(SimdTarget target) => GroupLanes.Find(target, gradient.Groups, signature.Inputs[0].Shape[0], dy[0]) is { } lanes
            ? new GroupedWeightGradient(window, gradient.Groups, lanes)
            : null;
    }

    /// <param name="Window">The window.</param>
    /// <param name="Groups">Groups of channels.</param>
    /// <param name="Inputs">Channels of x.</param>
    /// <param name="Outputs">Channels of dy.</param>
    private sealed record Schedule(Window2D Window, int Groups, int Inputs, int Outputs)
    {
        /// <summary>Taps of a row that are adjacent in the image form one run with their channels.</summary>
        private bool IsContiguous => Groups == 1 && Window.Width.Dilation == 1;

        private int GroupInputs => Inputs / Groups;

        private int Run => IsContiguous ? Window.Width.Kernel * Inputs : GroupInputs;

        public string Describe(SimdTarget target)
        {
            var group = Columns(target)[0];
            var tile = TileDepth(target, group);
            return $"Tile of {tile} taps x {group.Vectors.Count} vectors of {group.Vectors[0].Lanes} channels: {tile * group.Vectors.Count} sums, {tile + group.Vectors.Count} loads a pixel.";
        }

        public void Write(Body body, SimdTarget target, PaddedImage image, int height, int width)
        {
            body.Loop("g", 0, Groups, 1, (inGroup, g) =>
            {
                foreach (var columns in Columns(target))
                {
                    inGroup.Loop("c", columns.Start, columns.Start + Math.Max(1, columns.Repeats * columns.Step), Math.Max(1, columns.Step), (inColumns, c) =>
                        inColumns.Loop("ky", 0, Window.Height.Kernel, 1, (inRow, ky) =>
                            inRow.Loop("kx", 0, IsContiguous ? 1 : Window.Width.Kernel, 1, (inTap, kx) =>
                            {
                                var channel = (g * (Outputs / Groups)) + c;
                                var tile = TileDepth(target, columns);
                                var whole = Run / tile * tile;
                                inTap.Loop("k", 0, whole, tile, (k, at) => WriteTile(k, columns, tile, channel, g, ky, kx, at, image, height, width));
                                inTap.Loop("k", whole, Run, Math.Max(1, Run - whole),
                                    (k, at) => WriteTile(k, columns, Run - whole, channel, g, ky, kx, at, image, height, width));
                            })));
                }
            });
        }

        private IReadOnlyList<ColumnGroup> Columns(SimdTarget target) =>
            ColumnPlan.Create(Outputs / Groups, target, target.Tier == Tier.Scalar ? 4 : 2, ColumnTail.Partial);

        /// <summary>Tiles of nearly equal size: thirty taps are three tiles of ten rather than two of fourteen and one of two.</summary>
        private int TileDepth(SimdTarget target, ColumnGroup group)
        {
            var most = Math.Max(1, Math.Min(14, target.Accumulators / group.Vectors.Count));
            var tiles = (Run + most - 1) / most;
            return (Run + tiles - 1) / tiles;
        }

        private void WriteTile(
            Body body, ColumnGroup columns, int taps, IndexExpression channel, IndexExpression g,
            IndexExpression ky, IndexExpression kx, IndexExpression k, PaddedImage image, int height, int width)
        {
            var sums = new Tile(taps, columns.Vectors);
            sums.DeclareZeros(body);
            body.Loop("row", 0, height, 1, (inRow, y) =>
            {
                inRow.Reference("xr", "image",
                    (y * (Window.Height.Stride * image.RowStride)) + (ky * (Window.Height.Dilation * image.RowStride))
                    + (kx * (Window.Width.Dilation * image.Channels)) + (g * GroupInputs) + k);
                inRow.Reference("dyr", "dyn", (y * (width * Outputs)) + channel);
                inRow.Loop("column", 0, width, 1, inPixel =>
                {
                    sums.Accumulate(inPixel, tap => ("xr", tap), ("dyr", 0));
                    inPixel.Advance("xr", Window.Width.Stride * image.Channels);
                    inPixel.Advance("dyr", Outputs);
                });
            });
            body.Reference("dwk", "dw",
                (ky * (Window.Width.Kernel * GroupInputs * Outputs)) + (kx * (GroupInputs * Outputs)) + (k * Outputs) + channel);
            for (var tap = 0; tap < taps; tap++)
            {
                for (var v = 0; v < columns.Vectors.Count; v++)
                {
                    var offset = (tap * Outputs) + columns.Vectors[v].Offset;
                    var sum = sums.Sum(tap, v);
                    body.Store("dwk", offset, new Expression.Load("dwk", offset, sum.Lanes) + sum, columns.Vectors[v].Count);
                }
            }
        }
    }
}
