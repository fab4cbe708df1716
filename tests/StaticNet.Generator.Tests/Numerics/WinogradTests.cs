using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels.Contraction.Winograd;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Convolutions by Winograd's algorithm: where it is chosen, images that tiles do not fill, and the error with many channels.</summary>
public sealed class WinogradTests
{
    /// <summary>Both tile sizes, wherever they are possible: few and many channels, paddings, clipped tiles, tiles of several samples.</summary>
    private static readonly (string Shape, string Layers)[] Shapes =
    [
        ("3, 6, 6", "Conv2D(5, 3, Padding = 1)"), ("4, 9, 7", "Conv2D(16, 3), ReLU"), ("16, 5, 10", "Conv2D(20, 3, Padding = 2)"),
        ("2, 3, 3", "Conv2D(3, 3)"), ("6, 8, 8", "Conv2D(32, 3, Padding = 1), Conv2D(7, 3, Padding = 1)"),
        ("5, 4, 11", "Conv2D(8, 3, Paddings = new[] { 0, 1, 2, 1 }), Tanh"), ("33, 6, 5", "Conv2D(48, 3, Padding = 1, Bias = false)"),
    ];

    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("WinogradOf2", 3, Shapes) with { Choices = new(WinogradTile: 2) },
        NetworkCase.SideBySide("WinogradOf4", 3, Shapes) with { Choices = new(WinogradTile: 4) },
        new("WinogradTraining", """
            [Input(8, 10, 9)]
            [Conv2D(16, 3, Padding = 1), ReLU(Name = "a"), Conv2D(16, 3, Padding = 1, Name = "b")]
            [Add("a", "b"), ReLU, MaxPool2D(2), Conv2D(12, 3, Padding = 1), Dropout(0.3), Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 4) { Choices = new(WinogradTile: 4) },
        NetworkCase.SideBySide("WinogradByChoice", 2, ("32, 12, 12", "Conv2D(48, 3, Padding = 1), ReLU")),

        new("WinogradOfOne", "[Input(16, 8, 8), Conv2D(16, 3, Padding = 1)]", 1) { Choices = new(WinogradTile: 4) },

        NetworkCase.SideBySide("WinogradWithManyChannels", 1, ("512, 6, 6", "Conv2D(16, 3, Padding = 1)")),
    ]);

    // The oracle takes minutes for them.
    private static readonly Catalogue Large = new(
    [
        // Samples beyond the second-level cache: the memory of the next results is fetched meanwhile.
        NetworkCase.SideBySide("WinogradBeyondCaches", 2, ("8, 95, 97", "Conv2D(16, 3, Padding = 1), ReLU")) with { Choices = new(WinogradTile: 4) },
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    public static TheoryData<string, string> LargeRows => Large.Rows;

    [SkippableTheory]
    [Trait("Category", "Heavy")]
    [MemberData(nameof(LargeRows))]
    public void Every_tier_computes_what_graphs_beyond_caches_say(string name, string tier)
    {
        HeavyShare.SkipUnlessDrawn(name);
        Trial.Check(Large, name, tier);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);

    [Fact]
    public void It_is_chosen_for_images_with_many_channels_forward_and_for_the_data_gradient()
    {
        var lowered = LoweredNetwork.Of(new NetworkCase("Chosen", """
            [Input(3, 56, 56), Conv2D(64, 3, Padding = 1), ReLU, Conv2D(64, 3, Padding = 1), HalfSumSquaredError]
            """, 16));
        var tiles = lowered.After("Step")!.Nodes.Select(node => node.Schedule.Algorithm).OfType<WinogradAlgorithm>().Select(operation => operation.Tile).ToArray();
        tiles.ShouldBe([4, 4]);
    }

    [Fact]
    public void Strict_precision_and_other_windows_exclude_it()
    {
        var strict = LoweredNetwork.Of(new NetworkCase("StrictSums", "[Input(64, 28, 28), Conv2D(64, 3, Padding = 1)]")
        {
            Options = ", Precision = Precision.Strict",
        });
        var strided = LoweredNetwork.Of(new NetworkCase("OtherWindows", """
            [Input(64, 28, 28), Conv2D(64, 3, Stride = 2), Conv2D(64, 5), Conv2D(64, 3, Dilation = 2), Conv2D(64, 3, Groups = 2)]
            """));
        foreach (var lowered in new[] { strict, strided })
            lowered.After("Inference")!.Nodes.ShouldNotContain(node => node.Schedule.Algorithm is WinogradAlgorithm, lowered.Case.Name);
    }

    /// <summary>Through a span from before a Forward, which nothing but the weights themselves can tell of.</summary>
    [SkippableTheory]
    [InlineData("Vector256")]
    [InlineData("Scalar")]
    public void Weights_that_changed_since_the_last_Forward_are_seen(string tier)
    {
        var network = Networks.Assembly.Create("WinogradByChoice", TestTier.FindOrSkip(tier));
        var sharing = network.ShareParameters();
        var parameters = network.Network.Parameters;
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = MathF.Sin(i) * 0.1f;
        Forward(network);
        var before = Forward(sharing);

        parameters[7] += 1;
        var after = Forward(network);
        after.ShouldNotBe(before);
        Forward(sharing).ShouldBe(after);

        parameters[7] -= 1;
        var back = Forward(network);
        Enumerable.Range(0, back.Length).Max(i => Math.Abs(back[i] - before[i])).ShouldBeLessThan(1e-4f);
    }

    /// <summary>Two weights or more at a time, in an instance and in one that shares its parameters.</summary>
    [SkippableTheory]
    [InlineData("Vector512")]
    [InlineData("Vector256")]
    [InlineData("Vector128")]
    [InlineData("Scalar")]
    public void Changes_of_several_weights_do_not_cancel(string tier)
    {
        const string name = "WinogradOfOne";
        var network = Networks.Assembly.Create(name, TestTier.FindOrSkip(tier));
        var sharing = network.ShareParameters();
        var parameters = network.Network.Parameters;
        var random = new Random(5);
        Try("ones", (0, 1), (64, 1));
        Try("signs and a bit", (0, -1), (64, -1.0078125f));
        for (var trial = 0; trial < 20; trial++)
        {
            var (first, second) = (random.Next(1000), 1 << random.Next(10));
            Try($"opposite signs at a distance of {second}", (first, -parameters[first]), (first + second, -parameters[first + second]));
            Try($"opposite changes at a distance of {second}", (first, parameters[first] + 1), (first + second, parameters[first + second] - 1));
        }

        void Try(string what, params (int Place, float Value)[] changes)
        {
            var weights = network.Network.Parameters;
            foreach (var (place, value) in changes)
                weights[place] = value;
            var fresh = Networks.Assembly.Create(name, TestTier.Find(tier));
            weights.CopyTo(fresh.Network.Parameters);
            var expected = Forward(fresh, name);
            Forward(network, name).ShouldBe(expected, what);
            Forward(sharing, name).ShouldBe(expected, what + ", where they are shared");
        }
    }

    private static float[] Forward(IDrivenNetwork network, string name = "WinogradByChoice")
    {
        var ports = Networks.Assembly.Networks[name].Interface;
        float[][] inputs = [.. ports.Inputs.Select(port => Enumerable.Range(0, port.Shape.Length).Select(i => MathF.Cos(i)).ToArray())];
        float[][] outputs = [.. ports.Outputs.Select(port => new float[port.Shape.Length])];
        network.ForwardOne(inputs, outputs);
        return [.. outputs.SelectMany(values => values)];
    }
}
