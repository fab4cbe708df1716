using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>Normalisation of every sample over groups of channels and all of their positions, then a factor and a summand a channel.</summary>
internal abstract class ChannelNormLayer : LayerRule
{
    private const double DefaultEpsilon = 1e-5;

    /// <summary>Whether there are parameters where the attribute does not say.</summary>
    protected abstract bool DefaultAffine { get; }

    public sealed override int? Build(LayerContext layer)
    {
        var groups = ReadGroups(layer);
        var epsilon = layer.Real("Epsilon", DefaultEpsilon);
        if (epsilon is { } written && (float)written <= 0)
            layer.OutOfRange("Epsilon", SinglePrecision.Text(written), "above 0 in single precision", SinglePrecision.Text(DefaultEpsilon), ", or another number above 0");
        var affine = layer.Flag("Affine", DefaultAffine);
        if (groups is null || !layer.IsSound)
            return null;

        var (graph, shape) = (layer.Graph, layer.InputShape!);
        var channels = shape[0];
        var weight = affine == true ? layer.Parameter("weight", Shape.Of(channels), new Initialization(Initializer.Constant, 1, channels, channels)) : null;
        var bias = affine == true ? layer.Parameter("bias", Shape.Of(channels), new Initialization(Initializer.Zeros, 1, channels, channels)) : null;
        if (!layer.IsSound)
            return null;

        // Channels that are groups themselves stay where they are; others are rows of a group each.
        var value = groups == channels
            ? RowNormLayer.Standardise(graph, layer.Input, Enumerable.Range(1, shape.Rank - 1).ToEquatableArray(), epsilon!.Value)
            : graph.Add(new Reshape(shape), RowNormLayer.Standardise(
                graph, graph.Add(new Reshape(Shape.Of(groups.Value, shape.Length / groups.Value)), layer.Input), EquatableArray<int>.Of(1), epsilon!.Value));
        return weight is null ? value : graph.Map((new Input(0) * new Input(1)) + new Input(2), value, PerChannel(weight.Value), PerChannel(bias!.Value));

        int PerChannel(int parameter) =>
            shape.Rank == 1 ? parameter : graph.Add(new Reshape(Shape.Of(new[] { channels }.Concat(Enumerable.Repeat(1, shape.Rank - 1)).ToArray())), parameter);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) =>
        layer.Flag("Affine", DefaultAffine) == true ? new[] { "weight", "bias" } : Array.Empty<string>();

    /// <summary>How many groups there are; null where that is wrong or not known.</summary>
    protected abstract int? ReadGroups(LayerContext layer);
}

/// <summary><c>[GroupNorm(groups)]</c>, as <c>torch.nn.GroupNorm</c>.</summary>
internal sealed class GroupNormLayer : ChannelNormLayer
{
    public override string Kind => "GroupNorm";

    protected override bool DefaultAffine => true;

    protected override int? ReadGroups(LayerContext layer)
    {
        var groups = layer.Positive("groups");
        if (groups is null || layer.InputShape is not { } shape || shape[0] % groups == 0)
            return groups;
        var divisor = Enumerable.Range(1, (int)Math.Min(groups.Value, shape[0])).Last(i => shape[0] % i == 0);
        layer.Report("SN0015", "groups", $"{groups} groups do not divide the {shape[0]} channels", $"write {Mend.Place}, or another divisor of {shape[0]}",
            new Mend("groups", Literals.Integer(divisor)));
        return null;
    }
}

/// <summary><c>[InstanceNorm]</c>: every channel by itself, as <c>torch.nn.InstanceNorm2d</c>.</summary>
internal sealed class InstanceNormLayer : ChannelNormLayer
{
    public override string Kind => "InstanceNorm";

    protected override bool DefaultAffine => false;

    protected override int? ReadGroups(LayerContext layer)
    {
        if (layer.InputShape is { } shape && shape.Length == shape[0])
        {
            layer.DoesNotFit(null, $"it normalises the elements of each channel, but its input of shape {shape} has one a channel",
                "write [BatchNorm] or [LayerNorm] for vectors");
        }

        return layer.InputShape?[0];
    }
}
