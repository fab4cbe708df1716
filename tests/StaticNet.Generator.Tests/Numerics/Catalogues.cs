using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Every network of the numeric tests, for what must hold of all of them.</summary>
internal static class Catalogues
{
    public static IReadOnlyDictionary<string, Catalogue> All { get; } = new Dictionary<string, Catalogue>
    {
        ["Activations"] = ActivationTests.Networks,
        ["Batch"] = BatchTests.Networks,
        ["BatchNorm"] = BatchNormTests.Networks,
        ["ChannelNorms"] = ChannelNormTests.Networks,
        ["Classics"] = ClassicNetworkTests.Networks,
        ["Combinations"] = CombinationTests.Networks,
        ["Convolutions"] = ConvolutionTests.Networks,
        ["Dense"] = DenseTests.Networks,
        ["Dropout"] = DropoutTests.Networks,
        ["Embeddings"] = EmbeddingTests.Networks,
        ["Frozen"] = FrozenTests.Networks,
        ["LayerNorm"] = LayerNormTests.Networks,
        ["Losses"] = LossTests.Networks,
        ["Matrices"] = MatrixTests.Networks,
        ["Merges"] = MergeTests.Networks,
        ["Poolings"] = PoolingTests.Networks,
        ["Purposes"] = PurposeTests.Networks,
        ["Reshapes"] = ReshapeTests.Networks,
        ["Scans"] = ScanTests.Networks,
        ["SharedWeights"] = SharedWeightsTests.Networks,
        ["RepeatedBlocks"] = RepeatedBlocksTests.Networks,
        ["Softmax"] = SoftmaxTests.Networks,
        ["Spatial"] = SpatialTests.Networks,
        ["StraightLine"] = StraightLineTests.Networks,
    };

    /// <summary>Every network with the catalogue that it is in, for theories.</summary>
    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (name, catalogue) in All)
            {
                foreach (var @case in catalogue.Cases)
                    rows.Add(name, @case.Name);
            }

            return rows;
        }
    }

    public static LoweredNetwork Find(string catalogue, string name) => All[catalogue].Assembly.Networks[name];
}
