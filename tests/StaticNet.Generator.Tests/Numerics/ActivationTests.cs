using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Activations: as epilogues of dense layers and convolutions, and on their own.</summary>
public sealed class ActivationTests
{
    internal static Catalogue Networks { get; } = new(
    [
        NetworkCase.SideBySide("ActivationsOfVectors", 5,
            ("7", "ReLU"), ("17", "LeakyReLU"), ("33", "LeakyReLU(0.2)"), ("5", "ELU"), ("20", "ELU(0.5)"), ("16", "Sigmoid"), ("3", "Tanh")),
        NetworkCase.SideBySide("ActivationsOfDense", 5,
            ("7", "Dense(17), ReLU"), ("7", "Dense(5), LeakyReLU(0.3)"), ("7", "Dense(33), ELU(1.5)"), ("7", "Dense(20), Sigmoid"), ("7", "Dense(3), Tanh")),
        NetworkCase.SideBySide("ActivationsOfConvolutions", 3,
            ("2, 5, 5", "Conv2D(6, 3), ReLU"), ("2, 5, 5", "Conv2D(3, 3), LeakyReLU(0.3)"), ("2, 5, 5", "Conv2D(16, 3), ELU"),
            ("2, 5, 5", "Conv2D(5, 1), Sigmoid"), ("2, 5, 5", "Conv2D(20, 3, Groups = 2), Tanh")),
        NetworkCase.SideBySide("ActivationsWithSlopesThatHideTheSign", 5,
            ("17", "Dense(9), LeakyReLU(0.0)"), ("17", "Dense(9), LeakyReLU(-0.5)"), ("17", "Dense(9), ELU(-0.5)"), ("17", "ELU(0.0), Dense(9)")),
        new("ActivationsInAChain", """
            [Input(9)]
            [Dense(20), Tanh, Dense(17), Sigmoid, Dense(15), ELU, Dense(13), LeakyReLU, Dense(11), ReLU, ReLU, Dense(4), Tanh, Sigmoid]
            [HalfSumSquaredError]
            """, 5),
        new("ActivationsOfOneValueTwice", """
            [Input(9)]
            [Dense(10, Name = "a")]
            [Tanh(Name = "b")]
            [Sigmoid(From = "a", Name = "c")]
            [Add("a", "b", "c"), Dense(3), MeanSquaredError]
            """, 5),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier) => Trial.Check(Networks, name, tier);
}
