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

    /// <summary>
    /// The same in the other direction: a transposed convolution of images makes the channels of all taps in depth of each step, which are
    /// added up where they meet.
    /// </summary>
    /// <param name="graph">What is added to.</param>
    /// <param name="value">The volume.</param>
    /// <param name="depth">How the window moves over the steps of the result.</param>
    /// <param name="length">How many steps the result has.</param>
    /// <param name="convolve">Makes the taps of each step.</param>
    /// <param name="finish">What is done with each step of the result.</param>
    public static int OnVolumeTransposed(GraphBuilder graph, int value, WindowAxis depth, int length, Func<int, int> convolve, Func<int, int> finish)
    {
        var steps = convolve(graph.Add(new ToSteps(), graph.Add(new Permute(EquatableArray<int>.Of(1, 0, 2, 3)), value)));
        var whole = ((graph[steps].Type.Steps - 1) * depth.Stride) + depth.Extent;
        if (depth.Kernel > 1 || depth.Stride > 1)
            steps = graph.Add(new FoldSteps(new UnfoldSteps(depth.Kernel, depth.Stride, depth.Dilation), whole), steps);

        // What is padded is left out, and output padding is what no window reaches.
        if (depth.PadBefore + length > whole)
            steps = graph.Add(new PadSteps(0, depth.PadBefore + length - whole), steps);
        if (graph[steps].Type.Steps != length)
            steps = graph.Add(new SomeSteps(depth.PadBefore, length), steps);
        return graph.Add(new Permute(EquatableArray<int>.Of(1, 0, 2, 3)), graph.Add(new FromSteps(), finish(steps)));
    }
}
