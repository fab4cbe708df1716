using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>Normalisation of every sample along its last axes: maps and reductions, which become one kernel.</summary>
internal abstract class RowNormLayer : LayerRule
{
    /// <summary>What is added to the variance where the attribute does not say.</summary>
    protected abstract double DefaultEpsilon { get; }

    protected abstract bool HasBias { get; }

    public sealed override int? Build(LayerContext layer)
    {
        var axes = layer.Positive("Axes", 1);
        var epsilon = layer.Real("Epsilon", DefaultEpsilon);
        if (epsilon is { } written && (float)written <= 0)
            layer.OutOfRange("Epsilon", SinglePrecision.Text(written), "above 0 in single precision", SinglePrecision.Text(DefaultEpsilon), ", or another number above 0");
        var affine = layer.Flag("Affine", true);
        if (layer.InputShape is { Rank: 0 })
            layer.DoesNotFit(null, "it normalises along the last axis, but its input is a scalar", "put [Reshape(1)] before it");
        else if (layer.InputShape is { } shape && axes > shape.Rank)
            layer.OutOfRange("Axes", axes.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), $"at most {shape.Rank} for shape {shape}", $"{shape.Rank}", ", or fewer");
        if (!layer.IsSound)
            return null;

        var rank = layer.InputShape!.Rank;
        var normalised = new Shape(layer.InputShape.Dimensions.Skip(rank - axes!.Value).ToEquatableArray());
        var weight = affine == true ? layer.Parameter("weight", normalised, new Initialization(Initializer.Constant, 1, normalised.Length, normalised.Length)) : null;
        var bias = affine == true && HasBias ? layer.Parameter("bias", normalised, new Initialization(Initializer.Zeros, 1, normalised.Length, normalised.Length)) : null;
        if (!layer.IsSound)
            return null;
        var row = Enumerable.Range(rank - axes.Value, axes.Value).ToEquatableArray();
        var value = Normalise(layer.Graph, layer.Input, row, epsilon!.Value);
        if (bias is not null)
            return layer.Graph.Map((new Input(0) * new Input(1)) + new Input(2), value, weight!.Value, bias.Value);
        return weight is null ? value : layer.Graph.Map(new Input(0) * new Input(1), value, weight.Value);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) =>
        layer.Flag("Affine", true) == false ? Array.Empty<string>() : HasBias ? new[] { "weight", "bias" } : new[] { "weight" };

    /// <summary>Adds what is normalised, before weight and bias.</summary>
    protected abstract int Normalise(GraphBuilder graph, int x, EquatableArray<int> axes, double epsilon);

    /// <summary>
    /// (x - mean) / sqrt(variance + epsilon) along axes, in two passes, as the squares of differences cancel nothing.
    /// </summary>
    public static int Standardise(GraphBuilder graph, int x, EquatableArray<int> axes, double epsilon)
    {
        var centred = graph.Map(new Input(0) - new Input(1), x, Mean(graph, x, axes));
        var variance = Mean(graph, graph.Map(new Input(0) * new Input(0), centred), axes);
        return graph.Map(new Input(0) * new Input(1), centred, graph.Map(1 / Formula.Sqrt(new Input(0) + epsilon), variance));
    }

    /// <summary>The mean along axes, which stay with length 1.</summary>
    protected static int Mean(GraphBuilder graph, int x, EquatableArray<int> axes)
    {
        var elements = axes.Aggregate(1, (product, axis) => product * graph[x].Shape[axis]);
        return graph.Map(new Input(0) * (1.0 / elements), graph.Add(new Reduce(ReduceKind.Sum, axes, false), x));
    }
}

/// <summary><c>[LayerNorm]</c>: (x - mean) / sqrt(variance + epsilon) times a weight plus a bias, as <c>torch.nn.LayerNorm</c>.</summary>
internal sealed class LayerNormLayer : RowNormLayer
{
    public override string Kind => "LayerNorm";

    protected override double DefaultEpsilon => 1e-5;

    protected override bool HasBias => true;

    protected override int Normalise(GraphBuilder graph, int x, EquatableArray<int> axes, double epsilon) => Standardise(graph, x, axes, epsilon);
}

/// <summary><c>[RMSNorm]</c>: x / sqrt(mean of squares + epsilon) times a weight, as <c>torch.nn.RMSNorm</c>.</summary>
internal sealed class RMSNormLayer : RowNormLayer
{
    public override string Kind => "RMSNorm";

    /// <summary>2^-23, PyTorch's for single precision.</summary>
    protected override double DefaultEpsilon => 1.1920928955078125e-07;

    protected override bool HasBias => false;

    protected override int Normalise(GraphBuilder graph, int x, EquatableArray<int> axes, double epsilon)
    {
        var square = Mean(graph, graph.Map(new Input(0) * new Input(0), x), axes);
        return graph.Map(new Input(0) * new Input(1), x, graph.Map(1 / Formula.Sqrt(new Input(0) + epsilon), square));
    }
}
