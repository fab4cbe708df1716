using StaticNet.Bench.Machine;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Kernels.Contraction;
using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Support;

namespace StaticNet.Bench.Alternatives;

/// <summary>A shape with the schedules that the compiler has for it.</summary>
/// <param name="Name">Such as <c>conv-64x56x56</c>.</param>
/// <param name="Count">Samples of a call.</param>
/// <param name="Flops">Operations of a call in the direct form.</param>
/// <param name="Alternatives">The schedules, those first that the cost model prefers.</param>
internal sealed record Shapes(string Name, int Count, double Flops, Func<IReadOnlyList<Alternative>> Alternatives)
{
    /// <summary>How many tilings of a schedule are tried: the model's favourites.</summary>
    private const int Favourites = 6;

    public static IReadOnlyList<Shapes> All { get; } =
    [
        Dense(784, 128, 64), Dense(784, 128, 8), Dense(128, 784, 64), Dense(1024, 1024, 64), Dense(400, 120, 64), Dense(4096, 256, 32),
        Convolution(16, 16, 32, 1), Convolution(64, 64, 56, 1), Convolution(128, 128, 28, 1), Convolution(256, 256, 14, 1),
        Convolution(32, 64, 16, 16), Convolution(64, 128, 8, 16), Convolution(3, 32, 32, 16), Convolution(512, 512, 7, 1),
        .. Perceptrons.All(),
    ];

    /// <summary>What schedules are made for here.</summary>
    public static SimdTarget TargetOfThisProcess => Tiers.Current switch
    {
        Machine.Tier.Vector512 => SimdTarget.Vector512,
        Machine.Tier.Vector256 => SimdTarget.Vector256,
        Machine.Tier.Vector128 => SimdTarget.Vector128,
        _ => SimdTarget.Scalar,
    };

    private static Shapes Dense(int depth, int columns, int count) => new($"dense-{depth}x{columns}-{count}", count, 2.0 * depth * columns * count, () =>
    {
        Layout layout = WeightColumns.ForDense(columns, Layout.RowMajor(Shape.Of(depth)));
        KernelSignature signature = Signature(new Dense(columns), new MatrixProductAlgorithm(1, depth, columns), Shape.Of(depth), new Operand(new TensorType(Shape.Of(columns, depth), false), layout), Shape.Of(columns), count);
        return [.. MatrixTiling.Candidates(TargetOfThisProcess, WeightColumns.Of(layout, depth, columns), count).Take(Favourites).Select((tiling, i) => new Alternative(
            $"{tiling.Rows} rows x {tiling.GroupVectors} vectors" + (tiling.DepthBlock < depth ? $", depth by {tiling.DepthBlock}" : ""),
            tiling.Cycles, MatrixProduct.Create(signature, new Input(0), 1, depth, columns, tiling), i == 0))];
    });

    private static Shapes Convolution(int inputs, int outputs, int size, int count) => new(
        $"conv-{inputs}-{outputs}x{size}x{size}-{count}", count, 2.0 * 9 * inputs * outputs * size * size * count, () =>
    {
        var axis = new WindowAxis(3, 1, 1, 1, 1);
        var window = new Window2D(axis, axis);
        (Shape image, Shape result, Shape weights) = (Shape.Of(inputs, size, size), Shape.Of(outputs, size, size), Shape.Of(outputs, inputs, 3, 3));
        Layout layout = WeightColumns.ForConvolution(weights, 1);
        var convolution = new Convolution(outputs, window, 1);
        var shape = new ConvolutionShape(window, 1, result);
        KernelSignature direct = Signature(convolution, new DirectConvolutionAlgorithm(shape), image, new Operand(new TensorType(weights, false), layout), result, count);
        WeightColumns columns = WeightColumns.Of(layout, 9 * inputs, outputs);
        int vectors = columns.Groups(TargetOfThisProcess, TargetOfThisProcess.Width == 1 ? 4 : 2, ColumnTail.Overlap)[0].Vectors.Count;
        double groups = (double)outputs / (vectors * Math.Min(TargetOfThisProcess.Width, outputs)) * count;
        var sums = new TapSums(TargetOfThisProcess, vectors, size, size, 3, 3 * inputs) { MayWait = true, PixelStride = inputs };
        List<Alternative> all = [.. TapTiling.Candidates(sums).Take(Favourites)
            .Select(tiling => new Alternative(
                $"direct, {tiling.Rows} x {tiling.Columns} pixels" + (tiling.IsByTapRow ? ", tap row by tap row" : ""),
                tiling.Cycles * groups, ForwardConvolution.Create(direct, shape, new Input(0), tiling), false))];
        foreach (int tile in new[] { 2, 4 })
        {
            var winograd = new WinogradAlgorithm(shape, 1, 1, tile);
            TensorType points = new WinogradWeights(tile).InferType([new TensorType(weights, false)]);
            KernelSignature signature = Signature(convolution, winograd, image, new Operand(points, Layout.RowMajor(points.Shape)), result, count);
            WinogradBlocks blocks = WinogradConvolutionKernel.BlocksFor(TargetOfThisProcess, signature, winograd);
            IEnumerable<int> rows = new[] { 1, 2, 4, blocks.TileRows, 2 * blocks.TileRows, blocks.BlockRows }
                .Where(rows => rows <= blocks.TileRows * count).Distinct().Order();
            all.AddRange(rows.Select(number => new Alternative(
                $"F({tile}x{tile}, 3x3), {number} rows of tiles", number == blocks.BlockRows ? blocks.SampleCycles * count : double.NaN,
                WinogradConvolutionKernel.Create(signature, winograd, new Input(0), number), false)));
        }

        // Names are those above: the first direct one, or Winograd's with the model's number of rows.
        string favourite = convolution.Candidates(new ScheduleRequest([new TensorType(image, true)], new TensorType(result, true), count, IsStrict: false))
            .Where(candidate => candidate.Algorithm is DirectConvolutionAlgorithm or WinogradAlgorithm)
            .MinBy(candidate => candidate.Cycles(SimdTarget.Vector256))!.Algorithm is WinogradAlgorithm best ? $"F({best.Tile}x" : "direct";
        int chosen = all.FindIndex(one => one.Name.StartsWith(favourite, StringComparison.Ordinal) && !double.IsNaN(one.Cycles));
        all[chosen] = all[chosen] with { IsChosen = true };
        return all;
    });

    private static KernelSignature Signature(Operation operation, Algorithm algorithm, Shape input, Operand weights, Shape result, int count) => new(
        operation,
        new Schedule(algorithm),
        EquatableArray<Operand>.Of(Operand(input), weights),
        Operand(result),
        count);

    private static Operand Operand(Shape shape) => new(
        new TensorType(shape, true), shape.Rank == 3 ? Layout.ChannelsLast(shape) : Layout.RowMajor(shape));
}
