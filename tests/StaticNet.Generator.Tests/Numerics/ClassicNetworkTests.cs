using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Whole networks that everybody knows.</summary>
public sealed class ClassicNetworkTests
{
    internal static NetworkCase Mlp { get; } = new("Mlp", "[Input(84), Dense(33), ReLU, Dense(10), SoftmaxCrossEntropy]", 7);

    internal static NetworkCase LeNet5 { get; } = new("LeNet5", """
        [Input(1, 28, 28)]
        [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
        [Conv2D(16, 5), ReLU, MaxPool2D(2)]
        [Flatten]
        [Dense(120), ReLU]
        [Dense(84), ReLU]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        """, 3);

    /// <summary>He et al., Deep Residual Learning for Image Recognition, 2016, without its normalisation.</summary>
    internal static NetworkCase ResidualNetwork { get; } = new("ResidualNetwork", """
        [Input(3, 9, 9)]
        [Conv2D(8, 3, Padding = 1), ReLU]
        [Use(typeof(Residual), 8, Repeat = 2)]
        [Use(typeof(Shrinking), 12)]
        [Use(typeof(Residual), 12)]
        [GlobalAveragePool2D, Flatten, Dense(5)]
        [SoftmaxCrossEntropy]
        """, 3, """
        [Block]
        [Conv2D(Channels, 3, Padding = 1), ReLU, Conv2D(Channels, 3, Padding = 1, Name = "inner")]
        [Add("inner", "input"), ReLU]
        public static class Residual { [BlockParameter] public const int Channels = 4; }

        [Block]
        [Conv2D(Channels, 3, Stride = 2, Padding = 1), ReLU, Conv2D(Channels, 3, Padding = 1, Name = "inner")]
        [Conv2D(Channels, 1, Stride = 2, Bias = false, From = "input", Name = "shortcut")]
        [Add("inner", "shortcut"), ReLU]
        public static class Shrinking { [BlockParameter] public const int Channels = 4; }
        """);

    internal static Catalogue Networks { get; } = new(
    [
        Mlp,
        LeNet5,
        ResidualNetwork,

        // Szegedy et al., Going Deeper with Convolutions, 2015, figure 2b.
        new("InceptionBlock", """
            [Input(5, 6, 7, Name = "x")]
            [Conv2D(3, 1, Name = "one"), ReLU(Name = "a")]
            [Conv2D(4, 1, From = "x"), ReLU, Conv2D(6, 3, Padding = 1), ReLU(Name = "b")]
            [Conv2D(2, 1, From = "x"), ReLU, Conv2D(3, 5, Padding = 2), ReLU(Name = "c")]
            [MaxPool2D(3, Stride = 1, Padding = 1, From = "x"), Conv2D(4, 1), ReLU(Name = "d")]
            [Concat("a", "b", "c", "d"), AveragePool2D(2), Flatten, Dropout(0.4), Dense(3), SoftmaxCrossEntropy]
            """, 3),

        // Huang et al., Densely Connected Convolutional Networks, 2017.
        new("DenseBlock", """
            [Input(2, 5, 5), Conv2D(3, 3, Padding = 1, Name = "a")]
            [ReLU, Conv2D(4, 3, Padding = 1, Name = "b")]
            [Concat("a", "b", Name = "ab"), ReLU, Conv2D(4, 3, Padding = 1, Name = "c")]
            [Concat("ab", "c"), ReLU, Conv2D(2, 1), AveragePool2D(2), HalfSumSquaredError]
            """, 3),

        // Howard et al., MobileNets, 2017: depthwise, then pointwise.
        new("SeparableConvolutions", """
            [Input(3, 8, 8)]
            [Conv2D(6, 3, Stride = 2, Padding = 1), ReLU]
            [Conv2D(6, 3, Groups = 6, Padding = 1), ReLU, Conv2D(16, 1), ReLU]
            [Conv2D(16, 3, Groups = 16, Stride = 2, Padding = 1), ReLU, Conv2D(20, 1), ReLU]
            [GlobalAveragePool2D, Flatten, Dense(4), SoftmaxCrossEntropy]
            """, 3),
        new("ActorAndCritic", """
            [Input(8), Dense(20), Tanh, Dense(20), Tanh(Name = "trunk")]
            [Dense(4), Softmax, Output(Name = "policy")]
            [Dense(1, From = "trunk"), Output(Name = "value")]
            """),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
