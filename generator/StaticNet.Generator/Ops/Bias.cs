using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>The bias of a dense or convolution layer: y + b, one b a channel.</summary>
internal static class Bias
{
    /// <summary>Adds the bias unless the attribute says <c>Bias = false</c>.</summary>
    public static int AddTo(LayerContext layer, int result, int channels, int fanIn)
    {
        if (!layer.Flag("Bias", true))
            return result;
        var bias = layer.Parameter("bias", Shape.Of(channels), layer.Initialization("BiasInitializer", fanIn, channels));
        var rank = layer.Graph[result].Shape.Rank;
        if (rank > 1)
            bias = layer.Graph.Add(new Reshape(Shape.Of(new[] { channels }.Concat(Enumerable.Repeat(1, rank - 1)).ToArray())), bias);
        return layer.Graph.Map(new Input(0) + new Input(1), result, bias);
    }
}
