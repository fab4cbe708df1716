using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>Values over other axes than those of an image, in the form in which operations on images take them.</summary>
internal static class SpatialForm
{
    /// <summary>What an operation makes of a value (C, H, W), or of a sequence (C, L) as an image of a single row.</summary>
    public static int OnImage(GraphBuilder graph, int value, Func<int, int> operation)
    {
        var shape = graph[value].Shape;
        if (shape.Rank == 3)
            return operation(value);
        var result = operation(graph.Add(new Reshape(Shape.Of(shape[0], 1, shape[1])), value));
        return graph.Add(new Reshape(Shape.Of(graph[result].Shape[0], graph[result].Shape[2])), result);
    }

    /// <summary>
    /// What a convolution of images makes of a volume (C, D, H, W), whose depth becomes steps: each of them has the channels of all taps
    /// that the window has in depth.
    /// </summary>
    public static int OnVolume(GraphBuilder graph, int value, WindowAxis depth, Func<int, int> operation)
    {
        var steps = graph.Add(new ToSteps(), graph.Add(new Permute(EquatableArray<int>.Of(1, 0, 2, 3)), value));
        if (depth.PadBefore + depth.PadAfter > 0)
            steps = graph.Add(new PadSteps(depth.PadBefore, depth.PadAfter), steps);
        if (depth.Kernel > 1 || depth.Stride > 1)
            steps = graph.Add(new UnfoldSteps(depth.Kernel, depth.Stride, depth.Dilation), steps);
        return graph.Add(new Permute(EquatableArray<int>.Of(1, 0, 2, 3)), graph.Add(new FromSteps(), operation(steps)));
    }
}
