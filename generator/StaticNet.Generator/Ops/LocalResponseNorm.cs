using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[LocalResponseNorm(size)]</c>: x / (k + alpha * mean of squares of neighbouring channels)^beta, as <c>torch.nn.LocalResponseNorm</c>.
/// The mean is that of a window which moves over channels, all positions side by side.
/// </summary>
internal sealed class LocalResponseNormLayer : LayerRule
{
    public override string Kind => "LocalResponseNorm";

    public override int? Build(LayerContext layer)
    {
        var size = layer.Positive("size");
        var alpha = layer.Real("Alpha", 1e-4);
        if (alpha < 0)
            layer.OutOfRange("Alpha", SinglePrecision.Text(alpha.Value), "at least 0", "1e-4", ", or another number that is not negative");
        var beta = layer.Real("Beta", 0.75);
        var k = layer.Real("K", 1);
        if (k is { } written && (float)written <= 0)
            layer.OutOfRange("K", SinglePrecision.Text(written), "above 0 in single precision", "1", ", or another number above 0");
        if (!layer.IsSound)
            return null;
        var (graph, shape) = (layer.Graph, layer.InputShape!);
        var squares = graph.Add(new Reshape(Shape.Of(1, shape[0], shape.Length / shape[0])), graph.Map(new Input(0) * new Input(0), layer.Input));

        // Channels that no sample has are 0, so a window need not reach further than to the other end.
        var (before, after) = (Math.Min(size!.Value / 2, shape[0] - 1), Math.Min((size.Value - 1) / 2, shape[0] - 1));
        var taps = before + after + 1;
        var window = new Window2D(WindowAxis.Single, new WindowAxis(taps, 1, before, after, 1));
        var means = graph.Add(new AveragePool(window, CountPadding: true), graph.Add(new Permute(EquatableArray<int>.Of(2, 0, 1)), squares));
        means = graph.Add(new Reshape(shape), graph.Add(new Permute(EquatableArray<int>.Of(1, 2, 0)), means));
        return graph.Map(new Input(0) * Powers.Of(k!.Value + (alpha!.Value * taps / size.Value * new Input(1)), -beta!.Value), layer.Input, means);
    }
}
