using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;

namespace StaticNet.Generator.Ops;

/// <summary>The bias of a dense or convolution layer: y + b, one b a channel.</summary>
/// <param name="IsWanted">Whether there is one: not if the attribute says <c>Bias = false</c>.</param>
/// <param name="Start">How it starts.</param>
internal sealed record Bias(bool IsWanted, Initialization? Start)
{
    /// <summary>Reads the arguments of the attribute; what is wrong with them makes the layer unsound.</summary>
    public static Bias Read(LayerContext layer)
    {
        var isWanted = layer.Flag("Bias", true);
        return new Bias(isWanted ?? true, layer.Initialization("BiasInitializer"));
    }

    /// <summary>The names of the tensors of a layer with a weight and, perhaps, a bias.</summary>
    public static IEnumerable<string> ParametersOf(LayerContext layer) =>
        layer.Flag("Bias", true) is false ? new[] { "weight" } : new[] { "weight", "bias" };

    /// <summary>Adds the bias to a result, if it is wanted.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="result">What it is added to.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="fanIn">Terms of each sum.</param>
    /// <param name="onLastAxis">Whether channels are the last axis; else the first.</param>
    public int? AddTo(LayerContext layer, int result, int channels, int fanIn, bool onLastAxis = false)
    {
        if (!IsWanted)
            return result;
        if (layer.Parameter("bias", Shape.Of(channels), Start! with { FanIn = fanIn, FanOut = channels }) is not { } bias)
            return null;
        var rank = layer.Graph[result].Shape.Rank;
        if (rank > 1 && !onLastAxis)
            bias = layer.Graph.Add(new Reshape(Shape.Of(new[] { channels }.Concat(Enumerable.Repeat(1, rank - 1)).ToArray())), bias);
        return layer.Graph.Map(new Input(0) + new Input(1), result, bias);
    }
}
