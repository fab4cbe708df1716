using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels.Sums;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Kernels.Contraction;

/// <summary>
/// dw[ky, kx, i, o] = sum over the batch and pixels of x dy: for some rows of a sample, which stay in a cache, and each
/// row of taps, or several where one has too few to hide latency, a tile of (tap, input channel) pairs by vectors of output
/// channels stays in registers while the pixels stream by, and is then added to memory: sums of sums, whose rounding errors stay
/// small.
/// </summary>
internal static class WeightGradientConvolution
{
    public static Kernel Create(KernelSignature signature, Window2D window, int groups, bool accumulates)
    {
        var dy = signature.Inputs[1].Shape;
        if (new ConvolutionShape(window, groups, dy).IsPointwise(signature.Inputs[0]))
            return OuterProductSum.Create(signature, dy[1] * dy[2], signature.Inputs[0].Shape[0], dy[0], accumulates);

        PaddedImage Image() => ForwardConvolution.ImageFor("x", signature.Inputs[0], window);
        var parameters = new List<KernelParameter>
        {
            new("x", KernelParameterKind.Source), new("dy", KernelParameterKind.Source), new("dw", KernelParameterKind.Target),
        };
        var inputs = signature.Inputs[0].Shape[0];
        var weights = WeightColumns.Of(signature.Result.Layout, window.Height.Kernel * window.Width.Kernel * (inputs / groups), dy[0]);
        var schedule = new Schedule(window, groups, inputs, weights, dy[1], dy[2])
        {
            Samples = signature.BatchCapacity,
            IsBeyondCaches = CostModel.OutgrowsSecondLevel((signature.Inputs[0].Shape.LongLength + dy.LongLength) * signature.BatchCapacity),
        };
        int Additions(SimdTarget target) => Grouped(target)?.Additions(dy[1], dy[2]) ?? schedule.Additions(target);
        var needsScratch = SimdTarget.All.Any(target => SumsInMemory.NeedScratch(schedule.Terms, (long)Additions(target) * signature.BatchCapacity));
        var imageScratch = CostModel.RoundToLines(Image().ScratchLength);
        if (Image().IsCopied || needsScratch)
            parameters.Add(new("scratch", KernelParameterKind.Scratch));
        return new Kernel(
            "WeightGradient",
            EquatableArray<string>.Of(
                $"dw[ky, kx, i, o] {(accumulates ? "+=" : "=")} sum over samples, y, x of dy[y, x, o] * x[pixel under tap (ky, kx) of window (y, x), i]",
                $"channels last; window {window}" + (groups > 1 ? $", {groups} groups of channels apart." : "."),
                $"dw lies as {weights.Text}."),
            parameters.ToEquatableArray(),
            target =>
            {
                var body = new Body();
                var image = Image();
                image.WriteBorder(body);
                var sums = new SumsInMemory(target, "dw", signature.Result.Length, needsScratch, imageScratch);
                sums.Begin(body, clears: !accumulates);
                sums.Loop(body, "n", 0, "count", 1, signature.BatchCapacity, Additions(target), (inner, _) =>
                {
                    image.WriteSample(inner, "image", "n");
                    inner.Reference("dyn", "dy", IndexExpression.Variable("n") * dy.Length);
                    if (Grouped(target) is { } grouped)
                        grouped.Write(inner, target, image, dy[1], dy[2], sums, schedule.Terms);
                    else
                        schedule.Write(inner, target, image, sums);
                });
                sums.Finish(body);
                return body;
            },
            needsScratch ? imageScratch + SumsInMemory.ScratchLength(signature.Result.Length) : Image().ScratchLength)
        {
            Strategy = target => Grouped(target)?.Describe(target) ?? schedule.Describe(target, Image()),
        };

        GroupedWeightGradient? Grouped(SimdTarget target) => GroupLanes.Find(target, groups, signature.Inputs[0].Shape[0], dy[0]) is { } lanes
            ? new GroupedWeightGradient(window, groups, lanes)
            : null;
    }

    /// <summary>What a tile is for: a tap, a group, the first output channel, and where that channel's gradients begin.</summary>
    private readonly record struct TilePlace(
        IndexExpression TapRow, IndexExpression TapColumn, IndexExpression Group, IndexExpression Channel, IndexExpression Start);

    /// <param name="Window">The window.</param>
    /// <param name="Groups">Groups of channels.</param>
    /// <param name="Inputs">Channels of x.</param>
    /// <param name="Weights">Where gradients go: a row for every tap and input channel.</param>
    /// <param name="Height">Rows of dy.</param>
    /// <param name="Width">Its columns.</param>
    private sealed record Schedule(Window2D Window, int Groups, int Inputs, WeightColumns Weights, int Height, int Width)
    {
        /// <summary>Pixels that a tile adds up: not so many that parts of the sum would be added with compensation.</summary>
        private const int LongestSum = 1024;

        /// <summary>Samples of a batch at the most.</summary>
        public int Samples { get; init; }

        /// <summary>Terms of a gradient.</summary>
        public long Terms => (long)Samples * Height * Width;

        /// <summary>Whether a batch of x and dy is more than the second-level cache holds.</summary>
        public bool IsBeyondCaches { get; init; }

        /// <summary>Taps of a row that are adjacent in the image form one run with their channels.</summary>
        private bool IsContiguous => Groups == 1 && Window.Width.Dilation == 1;

        private int Outputs => Weights.Columns;

        private int GroupInputs => Inputs / Groups;

        private int Run => IsContiguous ? Window.Width.Kernel * Inputs : GroupInputs;

        /// <summary>
        /// Rows of dy that are worked on together, with the rows of x under one row of taps. While they fit in the first-level cache
        /// every tile reads them from there; with more of them, sums are added to dw less often.
        /// </summary>
        private int BlockRows(SimdTarget target)
        {
            var most = Math.Max(1, Math.Min(Math.Min(Height, LongestSum / Width), (int)(CostModel.SecondLevelBytes / 2 / RowBytes)));
            return Enumerable.Range(1, most).OrderBy(rows => CyclesOfRow(target, rows)).First();
        }

        /// <summary>How often a sample adds to each gradient.</summary>
        public int Additions(SimdTarget target) => (Height + BlockRows(target) - 1) / BlockRows(target);

        private long RowBytes => (((long)Width * Outputs) + ((((Width - 1L) * Window.Width.Stride) + Window.Width.Extent) * Inputs)) * sizeof(float);

        /// <summary>What the model expects of a tile for a row of pixels, with its share of adding the tile to dw.</summary>
        private double CyclesOfRow(SimdTarget target, int rows)
        {
            var group = Columns(target)[0];
            var (depth, tapRows, vectors) = (TileDepth(target, group), TapRows(target), group.Vectors.Count);
            var taps = tapRows * depth;
            var vectorBytes = group.Vectors[0].Lanes * sizeof(float);

            // Taps begin anywhere in a cache line.
            var stays = rows * RowBytes <= CostModel.FirstLevelBytes * 3 / 4;
            var bytes = stays ? 0 : (tapRows * ((depth * sizeof(float)) + CostModel.LineBytes)) + Math.Max(CostModel.LineBytes, vectors * vectorBytes);
            var dwBytes = (long)Weights.Depth * Weights.Columns * sizeof(float);
            var update = taps * vectors * (dwBytes <= CostModel.FirstLevelBytes / 4 ? CostModel.StoreCycles : 2 * vectorBytes / CostModel.SecondLevelBytesPerCycle);
            return (Width * CostModel.StepCycles(taps, vectors, 1, bytes, 0)) + ((CostModel.LoopCycles + update) / rows);
        }

        public string Describe(SimdTarget target, PaddedImage image)
        {
            var group = Columns(target)[0];
            var (depth, tapRows, vectors, lanes) = (TileDepth(target, group), TapRows(target), group.Vectors.Count, group.Vectors[0].Lanes);
            var tile = tapRows * depth;
            var block = BlockRows(target);
            var rows = block < Height ? $" {(block == 1 ? "One row" : $"{block} rows")} of a sample at a time, before the sums are added to dw." : "";
            return FormattableString.Invariant(
                $"Tile of {(tapRows > 1 ? $"{tapRows} rows of {depth}" : $"{depth}")} taps x {vectors} vectors of {lanes} channels: {tile * vectors} sums, {tile + vectors} loads a pixel, {2.0 * tile * vectors * lanes / (tile + (vectors * lanes)):0.#} operations a float loaded.{rows}{(Ahead(target, image) == default ? "" : " The next rows are fetched meanwhile.")}");
        }

        public void Write(Body body, SimdTarget target, PaddedImage image, SumsInMemory sums)
        {
            var rows = BlockRows(target);
            if (Height % rows == 0)
            {
                sums.Loop(body, "block", 0, Height, rows, Height / rows, 1, (inner, block) => WriteRows(inner, target, image, block, block + rows));
                return;
            }

            sums.Loop(body, "block", 0, Height + rows - 1, rows, Additions(target), 1, (inner, block) =>
            {
                inner.Smaller("end", block + rows, Height);
                WriteRows(inner, target, image, block, "end");
            });
        }

        private void WriteRows(Body body, SimdTarget target, PaddedImage image, IndexExpression start, IndexExpression end)
        {
            var ahead = BeginAhead(body, target, image, start);
            var together = TapRows(target);
            var whole = Window.Height.Kernel / together * together;
            void TapRowsOf(int first, int last, int count) => body.Loop("ky", first, last, Math.Max(1, count), (inRow, ky) =>
                inRow.Loop("kx", 0, IsContiguous ? 1 : Window.Width.Kernel, 1, (inTap, kx) =>
                    inTap.Loop("g", 0, Groups, 1, (inGroup, g) => LoopOverChannels(inGroup, target, g, (inner, columns, channel, place) =>
                        WriteTiles(inner, target, image, columns, count, new TilePlace(ky, kx, g, channel, place), start, end, ahead)))));
            TapRowsOf(0, whole, together);
            TapRowsOf(whole, Window.Height.Kernel, Window.Height.Kernel - whole);
        }

        /// <summary>
        /// The first tile of a block would wait for every line of it. So tiles fetch the rows of the next block, a few lines before each
        /// row: behind the last block of a sample lies the first one of the next.
        /// </summary>
        private IReadOnlyList<Prefetching> BeginAhead(Body body, SimdTarget target, PaddedImage image, IndexExpression start)
        {
            var (ofImage, ofDy) = Ahead(target, image);
            var rows = BlockRows(target);
            var seen = ((rows - 1) * Window.Height.Stride) + Window.Height.Extent;
            ofImage?.Begin(body, "image", (start * (Window.Height.Stride * image.RowStride)) + (seen * image.RowStride));
            ofDy?.Begin(body, "dyn", (start * (Width * Outputs)) + (rows * Width * Outputs));
            return new[] { ofImage, ofDy }.OfType<Prefetching>().ToArray();
        }

        private (Prefetching? Image, Prefetching? Dy) Ahead(SimdTarget target, PaddedImage image)
        {
            if (!IsBeyondCaches || !IsContiguous)
                return default;
            var (rows, kernel, together, depth) = (BlockRows(target), Window.Height.Kernel, TapRows(target), TileDepth(target, Columns(target)[0]));
            var columns = VectorsOf(target) * target.Width;
            var times = (long)rows * ((Outputs + columns - 1) / columns) * ((Run + depth - 1) / depth) * ((kernel + together - 1) / together);

            // A copy in scratch memory is in the caches, and what it is a copy of lies elsewhere.
            return (image.IsCopied ? null : Prefetching.Find(target, "imageAhead", (long)rows * Window.Height.Stride * image.RowStride, times),
                Prefetching.Find(target, "dyAhead", (long)rows * Width * Outputs, times));
        }

        private void LoopOverChannels(
            Body body, SimdTarget target, IndexExpression g, Action<Body, ColumnGroup, IndexExpression, IndexExpression> inner)
        {
            if (Groups == 1)
            {
                Weights.Loop(body, target, VectorsOf(target), ColumnTail.Partial,
                    (inColumns, columns, place) => inner(inColumns, columns, place.Column, Weights.Start(place)));
                return;
            }

            foreach (var columns in Columns(target))
            {
                columns.Loop(body, "c", (inColumns, c) =>
                {
                    var channel = (g * (Outputs / Groups)) + c;
                    inner(inColumns, columns, channel, channel);
                });
            }
        }

        private static int VectorsOf(SimdTarget target) => target.Tier == Tier.Scalar ? 4 : 2;

        private IReadOnlyList<ColumnGroup> Columns(SimdTarget target) => Groups == 1
            ? Weights.Groups(target, VectorsOf(target), ColumnTail.Partial)
            : ColumnPlan.Create(Outputs / Groups, target, VectorsOf(target), ColumnTail.Partial);

        /// <summary>Tiles of nearly equal size: thirty taps are three tiles of ten rather than two of fourteen and one of two.</summary>
        private int TileDepth(SimdTarget target, ColumnGroup group)
        {
            var most = Math.Max(1, Math.Min(14, target.Accumulators / group.Vectors.Count));
            var tiles = (Run + most - 1) / most;
            return (Run + tiles - 1) / tiles;
        }

        /// <summary>
        /// Rows of taps that a tile takes together: one whose sums fill the registers, or are enough to hide the latency of
        /// multiply-adds; several of those with few taps and channels.
        /// </summary>
        private int TapRows(SimdTarget target)
        {
            var group = Columns(target).OrderByDescending(columns => columns.Vectors.Count).First();
            if (!IsContiguous || TileDepth(target, group) < Run)
                return 1;
            var vectors = group.Vectors.Count;
            double Cycles(int rows) => rows == 0 ? 0 : CostModel.StepCycles(rows * Run, vectors, 1, 0, 0);
            var kernel = Window.Height.Kernel;
            return Enumerable.Range(1, kernel).TakeWhile(rows => rows == 1 || CostModel.FitsRegisters(target, rows * Run, vectors))
                .OrderBy(rows => (kernel / rows * Cycles(rows)) + Cycles(kernel % rows)).First();
        }

        private void WriteTiles(
            Body body, SimdTarget target, PaddedImage image, ColumnGroup columns, int tapRows, TilePlace place, IndexExpression start, IndexExpression end,
            IReadOnlyList<Prefetching> ahead)
        {
            var (taps, tile) = (tapRows * Run, tapRows * TileDepth(target, columns));
            var whole = taps / tile * tile;
            body.Loop("k", 0, whole, tile, (inner, k) => WriteTile(inner, target, image, columns, tile, place, k, start, end, ahead));
            body.Loop("k", whole, taps, Math.Max(1, taps - whole), (inner, k) => WriteTile(inner, target, image, columns, taps - whole, place, k, start, end, ahead));
        }

        private void WriteTile(
            Body body, SimdTarget target, PaddedImage image, ColumnGroup columns, int taps, TilePlace place, IndexExpression k,
            IndexExpression start, IndexExpression end, IReadOnlyList<Prefetching> ahead)
        {
            var sums = new Tile(taps, columns.Vectors);
            sums.DeclareZeros(body);
            LongSum.Write(body, Terms, sums.Accumulators, (inSum, sum) => sum.Loop(inSum, "row", start, end, 1, BlockRows(target), Width, (inRow, y) =>
            {
                inRow.Reference("xr", "image",
                    (y * (Window.Height.Stride * image.RowStride)) + (place.TapRow * (Window.Height.Dilation * image.RowStride))
                    + (place.TapColumn * (Window.Width.Dilation * image.Channels)) + (place.Group * GroupInputs) + k);
                inRow.Reference("dyr", "dyn", (y * (Width * Outputs)) + place.Channel);
                foreach (var next in ahead)
                    next.Step(inRow);
                var stride = Window.Width.Stride * image.Channels;
                StepLoop.Write(inRow, target, sum, "column", Width, [("xr", stride), ("dyr", Outputs)], (inPixel, behind) => sums.Accumulate(
                    inPixel, tap => ("xr", (tap / Run * (Window.Height.Dilation * image.RowStride)) + (tap % Run) + (behind * stride)), ("dyr", behind * Outputs)));
            }));
            body.Reference("dwk", "dw",
                (((place.TapRow * Window.Width.Kernel) + place.TapColumn) * (GroupInputs * Weights.RowStride)) + (k * Weights.RowStride) + place.Start);
            for (var tap = 0; tap < taps; tap++)
            {
                for (var v = 0; v < columns.Vectors.Count; v++)
                {
                    var offset = (tap * Weights.RowStride) + Weights.Offset(columns.Vectors[v].Offset);
                    var sum = sums.Sum(tap, v);
                    body.Store("dwk", offset, new Expression.Load("dwk", offset, sum.Lanes) + sum, columns.Vectors[v].Count);
                }
            }
        }
    }
}
