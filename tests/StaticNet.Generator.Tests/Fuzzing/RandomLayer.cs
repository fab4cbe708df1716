using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Fuzzing;

/// <summary>A layer that fits a value.</summary>
/// <param name="Text">Its attribute, up to where further arguments follow: <c>Dense(5, </c>.</param>
/// <param name="Result">The shape that it makes.</param>
internal sealed record RandomLayer(string Text, Shape Result)
{
    private static readonly string[] Activations = ["ReLU", "LeakyReLU", "ELU", "Sigmoid", "Tanh"];

    /// <summary>Blocks that layers may use, for a network of this name.</summary>
    public static string Blocks(string network) => $$"""
        [Block]
        [Dense(N + 1), Tanh, Dense(N, Name = "last"), Add("last", "input")]
        public static class {{network}}DenseBlock { [BlockParameter] public const int N = 4; }

        [Block]
        [Conv2D(2 * C, 1), ReLU, Dropout(0.2), Conv2D(C, 3, Padding = Padding.Same, Bias = false, Name = "last"), Add("last", "input"), ELU]
        public static class {{network}}ImageBlock { [BlockParameter] public const int C = 4; }
        """;

    /// <param name="random">What is drawn from.</param>
    /// <param name="shape">The value that the layer reads.</param>
    /// <param name="network">The network's name, which its blocks bear.</param>
    public static RandomLayer Draw(RandomChoice random, Shape shape, string network) => random.Between(1, 11) switch
    {
        <= 2 => Activation(random, shape),
        3 when random.OneIn(2) => new($"Dropout({random.Real(0, 0.7)}, ", shape),
        3 => new($"Softmax(Axis = {random.Between(-shape.Rank, shape.Rank - 1)}, ", shape),
        4 => Reshape(random, shape),
        11 when shape.Rank != 2 => Block(random, shape, network),
        _ when shape.Rank == 1 => Dense(random, shape),
        5 when random.OneIn(2) => Permute(random, shape),
        6 when random.OneIn(3) => Dense(random, shape),
        <= 8 when shape.Rank == 3 => Convolution(random, shape),
        _ when shape.Rank == 3 => Pooling(random, shape),
        _ => new("Flatten(", Shape.Of(shape.Length)),
    };

    private static RandomLayer Activation(RandomChoice random, Shape shape)
    {
        var kind = random.Of(Activations);
        var argument = kind is "LeakyReLU" or "ELU" && random.OneIn(2) ? random.Real(0.1, 1.5) + ", " : "";
        return new($"{kind}({argument}", shape);
    }

    private static RandomLayer Block(RandomChoice random, Shape shape, string network) => new(
        $"Use(typeof({network}{(shape.Rank == 1 ? "Dense" : "Image")}Block), {shape[0]}, "
            + (random.OneIn(2) ? $"Repeat = {random.Between(1, 2)}, " : ""),
        shape);

    private static RandomLayer Permute(RandomChoice random, Shape shape)
    {
        if (random.OneIn(2))
            return new("Transpose(", Shape.Of([.. shape.Dimensions.Take(shape.Rank - 2), shape[shape.Rank - 1], shape[shape.Rank - 2]]));
        int[] axes = [.. Enumerable.Range(0, shape.Rank)];
        for (var i = axes.Length - 1; i > 0; i--)
        {
            var j = random.Between(0, i);
            (axes[i], axes[j]) = (axes[j], axes[i]);
        }

        return new($"Permute({string.Join(", ", axes)}, ", Shape.Of([.. axes.Select(axis => shape[axis])]));
    }

    private static RandomLayer Dense(RandomChoice random, Shape shape)
    {
        var outputs = random.Of([1, 2, 3, 4, 5, 7, 8, 10, 12, 16, 17, 20, 24, 33]);
        return new($"Dense({outputs}, {(random.OneIn(4) ? "Bias = false, " : "")}", shape.WithLast(outputs));
    }

    /// <summary>A vector, or the same elements as another image.</summary>
    private static RandomLayer Reshape(RandomChoice random, Shape shape)
    {
        var length = shape.Length;
        if (random.OneIn(2))
            return new("Flatten(", Shape.Of(length));
        var channels = random.Of(Divisors(length));
        var height = random.Of(Divisors(length / channels));
        return random.OneIn(4)
            ? new($"Reshape(-1, {channels}, ", Shape.Of(length / channels, channels))
            : new($"Reshape({channels}, {height}, -1, ", Shape.Of(channels, height, length / channels / height));
    }

    private static RandomLayer Convolution(RandomChoice random, Shape shape)
    {
        var height = Axis.Draw(random, shape[1], isPooling: false);
        var width = Axis.Draw(random, shape[2], isPooling: false);
        var isSame = random.OneIn(5);
        var groups = random.OneIn(3) ? random.Of(Divisors(shape[0])) : 1;
        int[] multiples = groups > 2 ? [1, 2] : [1, 2, 3, 4, 6, 8];
        var channels = groups * random.Of(multiples);
        var text = $"Conv2D({channels}, {height.Kernel}, {width.Kernel}, "
            + Pair("Strides", height.Stride, width.Stride) + Pair("Dilations", height.Dilation, width.Dilation)
            + (isSame ? "Padding = Padding.Same, " : Paddings(height, width))
            + (groups > 1 ? $"Groups = {groups}, " : "") + (random.OneIn(4) ? "Bias = false, " : "");
        return new(text, isSame
            ? Shape.Of(channels, (shape[1] + height.Stride - 1) / height.Stride, (shape[2] + width.Stride - 1) / width.Stride)
            : Shape.Of(channels, height.Result, width.Result));
    }

    private static RandomLayer Pooling(RandomChoice random, Shape shape)
    {
        if (random.OneIn(6))
            return new("GlobalAveragePool2D(", Shape.Of(shape[0], 1, 1));
        var height = Axis.Draw(random, shape[1], isPooling: true);
        var width = Axis.Draw(random, shape[2], isPooling: true);
        var isAverage = random.OneIn(2);
        var text = $"{(isAverage ? "Average" : "Max")}Pool2D({height.Kernel}, {width.Kernel}, Strides = new[] {{ {height.Stride}, {width.Stride} }}, "
            + Paddings(height, width) + (isAverage && random.OneIn(2) ? "CountIncludePadding = false, " : "");
        return new(text, Shape.Of(shape[0], height.Result, width.Result));
    }

    private static string Pair(string name, int height, int width) =>
        height == 1 && width == 1 ? "" : $"{name} = new[] {{ {height}, {width} }}, ";

    private static string Paddings(Axis height, Axis width) => height.Before + height.After + width.Before + width.After == 0
        ? ""
        : $"Paddings = new[] {{ {height.Before}, {width.Before}, {height.After}, {width.After} }}, ";

    private static int[] Divisors(int number) => [.. Enumerable.Range(1, number).Where(divisor => number % divisor == 0)];

    /// <summary>A window along one axis that lies at least once inside.</summary>
    private sealed record Axis(int Kernel, int Stride, int Dilation, int Before, int After, int Result)
    {
        public static Axis Draw(RandomChoice random, int length, bool isPooling)
        {
            var kernel = random.Between(1, Math.Min(4, length));
            var dilation = isPooling || kernel == 1 ? 1 : random.Between(1, Math.Min(3, (length - 1) / (kernel - 1)));
            var extent = ((kernel - 1) * dilation) + 1;
            var most = isPooling ? kernel / 2 : 2;
            var before = random.OneIn(2) ? random.Between(0, most) : 0;
            var after = random.OneIn(2) ? random.Between(0, most) : before;
            var stride = random.OneIn(2) ? 1 : random.Between(1, 3);
            return new(kernel, stride, dilation, before, after, ((length + before + after - extent) / stride) + 1);
        }
    }
}
