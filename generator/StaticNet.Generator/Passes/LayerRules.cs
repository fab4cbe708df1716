using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Passes;

/// <summary>The rules of all layer attributes. Adding a layer is adding a rule.</summary>
internal static class LayerRules
{
    private static readonly Dictionary<string, LayerRule> ByKind = new LayerRule[]
    {
        new DenseLayer(), new ConvolutionLayer(SpatialAxes.Line), new ConvolutionLayer(SpatialAxes.Image), new ConvolutionLayer(SpatialAxes.Volume),
        new TransposedConvolutionLayer(SpatialAxes.Line), new TransposedConvolutionLayer(SpatialAxes.Image), new TransposedConvolutionLayer(SpatialAxes.Volume),
        new DepthwiseConvolutionLayer(),
        new MaxPoolLayer(SpatialAxes.Line), new MaxPoolLayer(SpatialAxes.Image), new AveragePoolLayer(SpatialAxes.Line), new AveragePoolLayer(SpatialAxes.Image),
        new GlobalAveragePool2DLayer(),
        new FlattenLayer(), new ReshapeLayer(), new SqueezeLayer(), new UnsqueezeLayer(), new ConcatLayer(), new StackLayer(), new SplitLayer(), new SliceLayer(),
        new GatherLayer(), new OneHotLayer(), new ReduceLayer(), new CosineSimilarityLayer(),
        new DropoutLayer(), new SpatialDropoutLayer(),
        new PixelShuffleLayer(), new PixelUnshuffleLayer(), new TransposeLayer(), new PermuteLayer(), new MatMulLayer(), new SoftmaxLayer(), new LogSoftmaxLayer(), new BatchNormLayer(), new GroupNormLayer(), new InstanceNormLayer(), new LocalResponseNormLayer(), new LayerNormLayer(), new RMSNormLayer(), new EmbeddingLayer(),
        new SoftmaxCrossEntropyLayer(),
    }.Concat(MergeLayer.All).Concat(ActivationLayer.All).Concat(ElementwiseLossLayer.All).ToDictionary(rule => rule.Kind);

    /// <summary>The names of all layers and losses.</summary>
    public static IEnumerable<string> Kinds => ByKind.Keys;

    /// <summary>The rule of an attribute; null where there is none.</summary>
    public static LayerRule? Find(string kind) => ByKind.TryGetValue(kind, out var rule) ? rule : null;
}
