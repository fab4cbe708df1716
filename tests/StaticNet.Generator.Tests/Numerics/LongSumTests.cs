using System.Collections.Concurrent;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// Sums of many equal terms, whose rounding errors all have one sign while a sum grows within a power of two: forward, backward and of a
/// loss, in every family of kernels.
/// </summary>
public sealed class LongSumTests
{
    private const double Tolerance = 2e-6;

    private static readonly ConcurrentDictionary<(string Name, float Input, float Weight, float Gradient), Lazy<Reference>> References = new();

    /// <summary>A million terms, or as many as compile and are interpreted fast.</summary>
    internal static Catalogue Networks { get; } = new(
    [
        // Dense layers: a sample by itself and several, panels and blocks of the depth, few columns and one, over the batch, straight-line code.
        new("SumOfInputs", "[Input(1048576), Dense(3)]", 2),
        new("SumInPanels", "[Input(65536), Dense(32)]", 5),
        // Blocks of the depth end where lines of the caller's memory do.
        new("SumOfWhatEnters", "[Input(4624), Dense(64)]", 20) { Choices = new(RunsStraight: false) },
        new("SumInSharedVectors", "[Input(131072), Dense(4)]", 1),
        new("SumToOne", "[Input(1048576), Dense(1)]", 9),
        new("SumOverTheBatch", "[Input(16384), Dense(2)]", 20) { Choices = new(OverBatch: true) },
        NetworkCase.SideBySide("SumsInStraightLines", 1, ("8000", "Dense(1)"), ("3001", "Dense(2)"), ("1500", "Dense(6)")),
        new("SumOfOutputs", "[Input(2), Dense(131072), MeanSquaredError]", 2),
        new("SumOfSamples", "[Input(5), Dense(3), HalfSumSquaredError]", 65536),
        new("SumOfSamplesOfOne", "[Input(5), Dense(1), HalfSumSquaredError]", 20000),

        // Convolutions.
        new("GlobalAverage", "[Input(1, 1024, 1024), GlobalAveragePool2D]", 1),
        new("Pixels56", "[Input(1, 56, 56), Conv2D(8, 3, Padding = 1), ReLU, GlobalAveragePool2D, Flatten, Dense(4)]", 1),
        new("Pixels224", "[Input(1, 224, 224), Conv2D(8, 3, Padding = 1), ReLU, GlobalAveragePool2D, Flatten, Dense(4)]", 1),
        new("WidePixels", "[Input(2, 3, 9000), Conv2D(3, 3, Padding = 1), GlobalAveragePool2D]", 2),
        new("PixelsOfManySamples", "[Input(2, 12, 12), Conv2D(17, 3, Padding = 1), GlobalAveragePool2D]", 300),
        NetworkCase.SideBySide("ManyChannels", 1, ("4096, 3, 3", "Conv2D(3, 3)"), ("4096, 2, 2", "Conv2D(18, 1)"), ("2048, 4, 4", "Conv2D(16, 3, Padding = 1)"),
            ("1000, 5, 5", "Conv2D(2, 3, Stride = 2)"), ("1, 6, 6", "Conv2D(2048, 3, Stride = 3)"), ("1, 7, 7", "Conv2D(2048, 3, Stride = 2)")),
        NetworkCase.SideBySide("LargeKernels", 1, ("1, 90, 90", "Conv2D(2, 64)"), ("1, 90, 90", "Conv2D(9, 64, Stride = 13)"), ("1, 1, 9000", "Conv2D(1, 1, 5000)")),
        NetworkCase.SideBySide("InPlanes", 1, ("3, 90, 90", "Conv2D(2, 40)"), ("700, 4, 4", "Conv2D(3, 3, Padding = 1)")) with { Choices = new(InPlanes: true) },
        NetworkCase.SideBySide("Scattered", 1, ("2, 5, 5", "Conv2D(1024, 3)"), ("1, 60, 60", "Conv2D(1, 40)")) with { Choices = new(ScattersGradients: true) },
        NetworkCase.SideBySide("Transformed", 1, ("300, 6, 6", "Conv2D(16, 3, Padding = 1)")) with { Choices = new(WinogradTile: 2) },
        NetworkCase.SideBySide("TransformedInLargeTiles", 1, ("300, 6, 6", "Conv2D(16, 3, Padding = 1)")) with { Choices = new(WinogradTile: 4) },
        NetworkCase.SideBySide("Grouped", 2, ("8, 300, 5", "Conv2D(8, 290, 5, Groups = 8)"), ("9, 100, 100", "Conv2D(9, 3, Groups = 9)"), ("1024, 3, 3", "Conv2D(4, 3, Groups = 2)")),

        // Poolings: windows, and windows that meet in one element.
        new("LargeWindows", "[Input(2, 1024, 512), AveragePool2D(512)]", 1),
        new("PaddedWindows", "[Input(3, 100, 100), AveragePool2D(50, Stride = 40, Padding = 20)]", 1),
        new("OverlappingWindows", "[Input(2, 90, 90), AveragePool2D(40, Stride = 1)]", 2),

        // Losses and softmax.
        new("LossOfElements", "[Input(1048576), Output, MeanSquaredError, SigmoidBinaryCrossEntropy, HalfSumSquaredError]", 1),
        new("LossOfSamples", "[Input(1), Output, MeanSquaredError, SigmoidBinaryCrossEntropy]", 262144),
        new("LossOfBoth", "[Input(700), Output, HalfSumSquaredError]", 700),
        new("LossOfLabels", "[Input(3), Output, SoftmaxCrossEntropy]", 262144),
        new("LossOfPositions", "[Input(3, 200, 200), Output, SoftmaxCrossEntropy]", 3),
        new("LossOfClasses", "[Input(1048576), Output, SoftmaxCrossEntropy]", 1),
        new("Softmaxes", "[Input(1048576), Softmax]", 1),
        new("LargestOfWindows", "[Input(2, 90, 90), MaxPool2D(40, Stride = 1)]", 2),
    ]);

    /// <summary>Tests of their own.</summary>
    private static readonly string[] Others = ["Softmaxes", "LargestOfWindows"];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var @case in Networks.Cases.Where(@case => !Others.Contains(@case.Name)))
            {
                foreach (var tier in TestTier.All)
                    rows.Add(@case.Name, tier.Name);
            }

            return rows;
        }
    }

    /// <summary>Inputs, weights and what comes back, in a few networks that are computed fast.</summary>
    public static TheoryData<string, float, float, float> Values
    {
        get
        {
            var rows = new TheoryData<string, float, float, float>();
            foreach (var tier in TestTier.All)
            {
                rows.Add(tier.Name, 1, 1e-3f, 0.1f);
                rows.Add(tier.Name, 0.3f, 1 / 3f, 0.7f);
                rows.Add(tier.Name, 1e-3f, 1.1f, 2.9f);
            }

            return rows;
        }
    }

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Equal_terms_are_added_up_precisely(string name, string tier)
    {
        // Sums are made alike in all tiers: the widest tries all of them, the others their share.
        if (tier != TestTier.Tried[0].Name)
            HeavyShare.SkipUnlessDrawn($"{name} in {tier}");
        Check(name, TestTier.FindOrSkip(tier), 1, 0.1f, 0.3f, 1 / 3f);
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public void Whatever_they_are(string tier, float input, float weight, float gradient)
    {
        foreach (var name in new[] { "GlobalAverage", "Pixels56", "SumInSharedVectors", "SumOfSamples", "LossOfSamples", "LossOfLabels", "PixelsOfManySamples" })
            Check(name, TestTier.FindOrSkip(tier), 1, input, weight, gradient);
    }

    [SkippableTheory]
    [InlineData("SumOfSamples")]
    [InlineData("LossOfLabels")]
    [InlineData("PixelsOfManySamples")]
    public void So_they_are_on_several_threads(string name) => Check(name, TestTier.FindOrSkip("Vector256"), 3, 0.1f, 0.3f, 1 / 3f);

    /// <summary>Half of what comes back is zero: equal gradients would cancel.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Softmax_of_a_million_classes_and_its_gradient(string tierName)
    {
        var (forward, tier) = (Networks.Assembly.Networks["Softmaxes"], TestTier.FindOrSkip(tierName));
        var data = Equal(forward.Interface, forward.Case.BatchCapacity, 0.1f, 0, 0.3f);
        for (var i = 0; i < data.OutputGradients[0].Length; i += 2)
            data.OutputGradients[0][i] = 0;
        Check("Softmaxes", tier, 1, Reference.Of(forward, data));
    }

    /// <summary>One element is the largest of all windows that it lies in, and gets the gradient of each.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void The_gradient_of_an_element_that_is_the_largest_of_many_windows(string tierName)
    {
        var (network, tier) = (Networks.Assembly.Networks["LargestOfWindows"], TestTier.FindOrSkip(tierName));
        var data = Equal(network.Interface, 2, 0.1f, 0, 0.3f);
        data.Inputs[0][(45 * 90) + 45] = data.Inputs[0][(3 * 90 * 90) + (44 * 90) + 50] = 1;
        Check("LargestOfWindows", tier, 1, Reference.Of(network, data));
    }

    /// <summary>What additions lose is no number where a sum is infinite: the sum stays what it is.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Infinity_and_overflow_stay_infinite(string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        foreach (var name in new[] { "SumOfInputs", "SumToOne", "GlobalAverage", "LargeWindows" })
        {
            var ports = Networks.Assembly.Networks[name].Interface;
            foreach (var (value, at) in new[] { (float.PositiveInfinity, 7), (float.NegativeInfinity, 200_000), (float.MaxValue, -1), (float.NaN, 3) })
            {
                var network = Networks.Assembly.Create(name, tier);
                network.Network.Parameters.Fill(1);
                var data = Equal(ports, 1, at < 0 ? value : 0.1f, 0, 0);
                if (at >= 0)
                    data.Inputs[0][at] = value;
                var outputs = BehaviourNetworks.Outputs(data);
                network.Forward(data.Inputs, outputs, 1);
                outputs[0][0].ShouldBe(at < 0 ? float.PositiveInfinity : value, $"{value} in {name}");
            }
        }
    }

    private static void Check(string name, TestTier tier, int degreeOfParallelism, float input, float weight, float gradient)
    {
        var network = Networks.Assembly.Networks[name];
        Check(name, tier, degreeOfParallelism, References.GetOrAdd((name, input, weight, gradient), _ => new Lazy<Reference>(() =>
            Reference.Of(network, Equal(network.Interface, network.Case.BatchCapacity, input, weight, gradient)))).Value);
    }

    private static void Check(string name, TestTier tier, int degreeOfParallelism, Reference reference)
    {
        Trial.Run(Networks.Assembly, name, tier, degreeOfParallelism, new Deviations { Allowed = Tolerance }, reference).ShouldBeNone($"{name} in {tier}");
    }

    /// <summary>Data of equal numbers; targets and labels are zero.</summary>
    private static TrialData Equal(Interface ports, int count, float input, float weight, float gradient)
    {
        static float[] Of(int length, float value) => [.. Enumerable.Repeat(value, length)];
        return new TrialData(
            count,
            [.. ports.Inputs.Select(port => Of(count * port.Shape.Length, input))],
            [.. ports.Parameters.Select(parameter => Of(parameter.Shape.Length, weight))],
            [.. ports.Targets.Select(target => target.Element == ElementType.Int32 ? (Array)new int[count * target.Shape.Length] : new float[count * target.Shape.Length])],
            [.. ports.Outputs.Select(port => Of(count * port.Shape.Length, gradient))]);
    }
}
