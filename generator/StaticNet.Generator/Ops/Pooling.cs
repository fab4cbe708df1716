using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>What poolings and their gradients share: shapes, and lanes over channels.</summary>
internal static class Pooling
{
    public static TensorType InferType(Window2D window, TensorType input) => input with
    {
        Shape = Shape.Of(input.Shape[0], window.Height.OutputLength(input.Shape[1]), window.Width.OutputLength(input.Shape[2])),
    };

    public static Layout AssignLayout(LayoutRequest request)
    {
        for (var i = 0; i < request.Node.Inputs.Count; i++)
            request.Require(i, Layout.ChannelsLast(request.ShapeOf(i)));
        return Layout.ChannelsLast(request.Node.Shape);
    }

    public static long CountFlops(Window2D window, Shape output) =>
        (long)output.Length * window.Height.Kernel * window.Width.Kernel;
}
