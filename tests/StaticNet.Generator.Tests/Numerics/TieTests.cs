using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// What happens exactly at kinks is defined, too: the first of several maxima takes a window's gradient, and activations have
/// the slope at zero that PyTorch gives them. Small integers as inputs, and no weights, make ties of most windows.
/// </summary>
public sealed class TieTests
{
    private static readonly Catalogue Networks = new(
    [
        NetworkCase.SideBySide("TiesOfMaxima", 3,
            ("3, 6, 6", "MaxPool2D(2)"), ("20, 5, 5", "MaxPool2D(3, Stride = 1, Padding = 1)"), ("5, 7, 7", "MaxPool2D(3, Stride = 2)"),
            ("1, 9, 9", "MaxPool2D(5, Stride = 2)"), ("17, 4, 6", "MaxPool2D(4, 6)")),
        NetworkCase.SideBySide("TiesAtZero", 3,
            ("33", "ReLU"), ("33", "LeakyReLU(0.5)"), ("33", "LeakyReLU(-0.5)"), ("33", "ELU"), ("33", "ELU(-0.5)"), ("3, 4, 4", "ReLU, MaxPool2D(2)")),
        new("TiesInALoss", "[Input(33), Output, SigmoidBinaryCrossEntropy, SoftmaxCrossEntropy]", 3),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_breaks_ties_as_the_definitions_do(string name, string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Networks[name];
        var data = TrialData.Draw(network.Interface, 3, 1);
        var integers = data with { Inputs = [.. data.Inputs.Select(input => input.Select(value => MathF.Round(value * 1.4f)).ToArray())] };
        Trial.Run(Networks.Assembly, name, tier, Reference.Of(network, integers)).ShouldBeNone($"{name} in {tier}");
    }
}
