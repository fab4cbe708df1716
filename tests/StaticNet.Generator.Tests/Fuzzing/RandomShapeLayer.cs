using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Tests.Fuzzing;

/// <summary>
/// Layers that take values apart and put them together. They came when many seeds meant networks already, so those with them have seeds of
/// their own.
/// </summary>
internal static class RandomShapeLayer
{
    /// <summary>A layer that fits a value; null where the one that was drawn does not.</summary>
    public static RandomLayer? Draw(RandomChoice random, Shape shape)
    {
        var axis = random.Between(0, shape.Rank - 1);
        return random.Between(1, 6) switch
        {
            1 => Unsqueeze(random, shape),
            2 when shape.Dimensions.Contains(1) => new("Squeeze(", shape.Without([.. Axes(shape).Where(i => shape[i] == 1)])),
            3 => Flatten(random, shape),
            4 => Gather(random, shape, axis),
            5 => Reduce(random, shape, axis),
            6 when shape[axis] > 1 => Slice(random, shape, axis),
            _ => null,
        };
    }

    private static IEnumerable<int> Axes(Shape shape) => Enumerable.Range(0, shape.Rank);

    private static RandomLayer? Unsqueeze(RandomChoice random, Shape shape)
    {
        var axis = random.Between(0, shape.Rank);
        return shape.Rank == 4 ? null : new($"Unsqueeze({(random.OneIn(2) ? axis : axis - shape.Rank - 1)}, ", shape.Insert(axis));
    }

    private static RandomLayer Flatten(RandomChoice random, Shape shape)
    {
        var first = random.Between(0, shape.Rank - 1);
        var last = random.Between(first, shape.Rank - 1);
        int[] dimensions = [.. shape.Dimensions.Take(first), shape.Dimensions.Skip(first).Take(last - first + 1).Aggregate((a, b) => a * b), .. shape.Dimensions.Skip(last + 1)];
        return new($"Flatten(StartAxis = {first}, EndAxis = {last}, ", Shape.Of(dimensions));
    }

    private static RandomLayer Gather(RandomChoice random, Shape shape, int axis)
    {
        int[] indices = [.. Enumerable.Range(0, random.Between(1, Math.Min(6, shape[axis] + 1))).Select(_ => random.Between(-shape[axis], shape[axis] - 1))];
        return new($"Gather(new[] {{ {string.Join(", ", indices)} }}, Axis = {axis}, ", shape.With(axis, indices.Length));
    }

    private static RandomLayer Reduce(RandomChoice random, Shape shape, int axis)
    {
        var other = random.Between(0, shape.Rank - 1);
        int[] axes = random.OneIn(2) && other != axis ? [axis, other] : [axis];
        var keepsAxes = random.OneIn(2);
        return new(
            $"Reduce(Reduction.{random.Of(["Sum", "Mean", "Maximum", "Minimum"])}, new[] {{ {string.Join(", ", axes)} }}, {(keepsAxes ? "KeepAxes = true, " : "")}",
            keepsAxes ? shape.Reduce(axes) : shape.Without(axes));
    }

    private static RandomLayer Slice(RandomChoice random, Shape shape, int axis)
    {
        var count = random.Between(1, shape[axis] - 1);
        return new($"Slice({random.Between(0, shape[axis] - count)}, {count}, Axis = {axis}, ", shape.With(axis, count));
    }
}
