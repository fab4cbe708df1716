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

    /// <summary>The bias, one number a channel; negative where none is wanted, and null where it is too large.</summary>
    public int? Parameter(LayerContext layer, int channels, int fanIn) =>
        IsWanted ? layer.Parameter("bias", Shape.Of(channels), Start! with { FanIn = fanIn, FanOut = channels }) : -1;

    /// <summary>Adds a bias to a value whose first axis are channels; a negative one is none.</summary>
    public static int Add(GraphBuilder graph, int result, int bias)
    {
        if (bias < 0)
            return result;
        var rank = graph[result].Shape.Rank;
        if (rank > 1)
            bias = graph.Add(new Reshape(Shape.Of(new[] { graph[bias].Shape[0] }.Concat(Enumerable.Repeat(1, rank - 1)).ToArray())), bias);
        return graph.Map(new Input(0) + new Input(1), result, bias);
    }

    /// <summary>Adds a bias to a value whose last axis are channels; a negative one is none.</summary>
    public static int AddOnLastAxis(GraphBuilder graph, int result, int bias) => bias < 0 ? result : graph.Map(new Input(0) + new Input(1), result, bias);
}
