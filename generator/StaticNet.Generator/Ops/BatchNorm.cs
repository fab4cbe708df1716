using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Reduce;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Ops;

/// <summary>
/// <c>[BatchNorm]</c>: statistics of the batch while training, running ones at inference, as <c>torch.nn.BatchNorm2d</c>. All of it are
/// maps and reductions; at inference it is one multiply-add an element, which fuses into the layer before.
/// </summary>
internal sealed class BatchNormLayer : LayerRule
{
    /// <summary>1 - 1/n for two elements is a half; for one it is 0, and what it divides is 0 as well.</summary>
    private const double LeastOfUnbiased = 0.25;

    public override string Kind => "BatchNorm";

    public override bool DiffersInTraining => true;

    public override int? Build(LayerContext layer)
    {
        var momentum = layer.Real("Momentum", 0.1);
        if (momentum is < 0 or > 1)
            layer.OutOfRange("Momentum", SinglePrecision.Text(momentum.Value), "from 0 to 1", "0.1", ", or another momentum from 0 to 1");
        var epsilon = layer.Real("Epsilon", 1e-5);
        if (epsilon is { } written && (float)written <= 0)
            layer.OutOfRange("Epsilon", SinglePrecision.Text(written), "above 0 in single precision", "1e-5", ", or another number above 0");
        var affine = layer.Flag("Affine", true);
        if (layer.InputShape is { Rank: 0 })
            layer.DoesNotFit(null, "it takes channels along axis 0, but its input is a scalar", "put [Reshape(1)] before it");
        if (!layer.IsSound)
            return null;

        var (graph, x, shape) = (layer.Graph, layer.Input, layer.InputShape!);
        var channels = Shape.Of(shape[0]);
        var positions = shape.Length / shape[0];
        var weight = affine == true ? layer.Parameter("weight", channels, new Initialization(Initializer.Constant, 1, shape[0], shape[0])) : null;
        var bias = affine == true ? layer.Parameter("bias", channels, new Initialization(Initializer.Zeros, 1, shape[0], shape[0])) : null;
        if (!layer.IsSound)
            return null;
        var runningMean = layer.State("running_mean", channels, new Initialization(Initializer.Zeros, 1, 0, 0));
        var runningVariance = layer.State("running_var", channels, new Initialization(Initializer.Constant, 1, 0, 0));
        var batches = layer.State("num_batches_tracked", Shape.Scalar, new Initialization(Initializer.Zeros, 1, 0, 0));

        // Statistics of the batch, (C, 1, ...), in two passes: the squares of differences cancel nothing.
        var inverse = graph.Map(new Input(0) / positions, graph.Add(new InverseBatchSize()));
        var mean = graph.Map(new Input(0) * new Input(1), Sum(x), inverse);
        var centred = graph.Map(new Input(0) - new Input(1), x, mean);
        var variance = graph.Map(new Input(0) * new Input(1), Sum(graph.Map(new Input(0) * new Input(0), centred)), inverse);
        var scale = graph.Map(Reciprocal(new Input(0)), variance);
        var normalised = graph.Map(new Input(0) * new Input(1), centred, scale);
        var trained = weight is null ? normalised : graph.Map((new Input(0) * new Input(1)) + new Input(2), normalised, Broadcast(weight.Value), Broadcast(bias!.Value));

        // Running statistics: n / (n - 1) of the variance is unbiased; of a single element there is none, and it stays 0.
        Formula Moved(Formula part) => new Input(0) + ((part - new Input(0)) * momentum!.Value);
        var unbiased = new Input(1) / Formula.Maximum(1 - new Input(2), LeastOfUnbiased);
        layer.UpdateState(runningMean, graph.Map(Moved(new Input(1)), runningMean, PerChannel(mean)));
        layer.UpdateState(runningVariance, graph.Map(Moved(unbiased), runningVariance, PerChannel(variance), inverse));
        layer.UpdateState(batches, graph.Map(new Input(0) + 1, batches));

        // At inference, a factor and a summand a channel.
        var factor = weight is null
            ? graph.Map(Reciprocal(new Input(0)), runningVariance)
            : graph.Map(new Input(1) * Reciprocal(new Input(0)), runningVariance, weight.Value);
        var summand = bias is null
            ? graph.Map(-(new Input(0) * new Input(1)), runningMean, factor)
            : graph.Map(new Input(2) - (new Input(0) * new Input(1)), runningMean, factor, bias.Value);
        var inferred = graph.Map((new Input(0) * new Input(1)) + new Input(2), x, Broadcast(factor), Broadcast(summand));
        return graph.Add(new ByMode(), trained, inferred);

        int Sum(int value) => graph.Add(new Reduce(ReduceKind.Sum, Enumerable.Range(1, shape.Rank - 1).ToEquatableArray(), Batch: true), value);

        Formula Reciprocal(Formula of) => 1 / Formula.Sqrt(of + epsilon!.Value);

        // (C) as (C, 1, ...), which is how axes align, and back.
        int Broadcast(int value) => shape.Rank == 1 ? value : graph.Add(new Reshape(graph[mean].Shape), value);

        int PerChannel(int value) => shape.Rank == 1 ? value : graph.Add(new Reshape(channels), value);
    }

    public override IEnumerable<string> ParametersOf(LayerContext layer) =>
        layer.Flag("Affine", true) == false ? Array.Empty<string>() : new[] { "weight", "bias" };
}
