using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Values at which careless formulas overflow, and NaN, which must not be swallowed.</summary>
public sealed class ExtremeValueTests
{
    private static readonly Catalogue Networks = new(
    [
        NetworkCase.SideBySide("Extremes", 3,
            ("20", "Softmax"), ("3, 4, 4", "Softmax(Axis = 0)"), ("33", "Sigmoid"), ("33", "Tanh"), ("33", "ELU"), ("33", "ReLU"), ("33", "LeakyReLU")),
        new("ExtremeLogits", "[Input(20), Output, SoftmaxCrossEntropy, SigmoidBinaryCrossEntropy]", 3),
        new("DistantLogits", "[Input(3), Dense(10), SoftmaxCrossEntropy]", 9),
        new("EqualLogits", "[Input(1), Dense(70000), SoftmaxCrossEntropy]", 9),
        NetworkCase.SideBySide("NotANumber", 3,
            ("33", "ReLU"), ("33", "LeakyReLU"), ("33", "ELU"), ("33", "Sigmoid"), ("33", "Tanh"), ("20", "Softmax"),
            ("5, 6, 6", "MaxPool2D(2)"), ("17, 5, 5", "MaxPool2D(3, Stride = 1, Padding = 1)"), ("5, 6, 6", "AveragePool2D(2)"),
            ("20", "Dense(33), ReLU"), ("5, 6, 6", "Conv2D(17, 3), ReLU"), ("5, 6, 6", "GlobalAveragePool2D")),
    ]);

    public static TheoryData<string, string, float> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, string, float>();
            foreach (var tier in TestTier.All)
            {
                foreach (var size in new[] { 30f, 1000f, 1e-6f })
                {
                    sizes.Add("Extremes", tier.Name, size);
                    sizes.Add("ExtremeLogits", tier.Name, size);
                }
            }

            return sizes;
        }
    }

    public static TheoryData<string> Tiers => [.. TestTier.All.Select(tier => tier.Name)];

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public void Large_and_small_values_are_computed_as_well_as_others(string name, string tierName, float size)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Networks[name];
        var data = TrialData.Draw(network.Interface, 3, 1);

        // Some elements stay of size 1: where all are saturated, there is no gradient left to compare.
        var scaled = data with
        {
            Inputs = [.. data.Inputs.Select(input => input.Select((value, i) => value * MathF.Pow(size, i % 5 / 4f)).ToArray())],
        };
        Trial.Run(Networks.Assembly, name, tier, Reference.Of(network, scaled)).ShouldBeNone($"{name} of {size} in {tier}");
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Logits_far_from_zero_lose_no_precision(string tierName)
    {
        // Eighths, so that the logits are exact in single precision, too: what is left is the error of the loss.
        static float[] Eighths(float[] values, float offset) => [.. values.Select(value => offset + (MathF.Round(8 * value) / 8))];
        var network = Networks.Assembly.Networks["DistantLogits"];
        var data = TrialData.Draw(network.Interface, 9, 1);
        data = data with
        {
            Inputs = [.. data.Inputs.Select(input => Eighths(input, 0))],
            Parameters = [Eighths(data.Parameters[0], 0), Eighths(data.Parameters[1], 1000)],
        };
        Trial.Run(Networks.Assembly, "DistantLogits", TestTier.FindOrSkip(tierName), Reference.Of(network, data)).ShouldBeNone(tierName);
    }

    /// <summary>Sums of exponentials are multiplied before a logarithm is taken of them; here they are as large as they can be.</summary>
    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Equal_logits_of_very_many_classes_do_not_overflow(string tierName)
    {
        var network = Networks.Assembly.Create("EqualLogits", TestTier.FindOrSkip(tierName));
        var data = TrialData.Draw(Networks.Assembly.Networks["EqualLogits"].Interface, 9, 1);
        network.Network.Parameters.Clear();
        var loss = network.CreateTrainer(new Sgd(0), 0, 1).ShouldNotBeNull().ComputeGradients(data.Inputs, data.Targets);
        loss.ShouldBe(MathF.Log(70000), 1e-4f);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Not_a_number_spreads_as_far_as_the_definitions_say(string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var lowered = Networks.Assembly.Networks["NotANumber"];
        var data = TrialData.Draw(lowered.Interface, 3, 1);
        foreach (var input in data.Inputs)
        {
            for (var i = 3; i < input.Length; i += 29)
                input[i] = float.NaN;
        }

        var network = Networks.Assembly.Create("NotANumber", tier);
        Trial.SetParameters(network.Network, data.Parameters);
        var outputs = BehaviourNetworks.Outputs(data);
        network.Forward(data.Inputs, outputs, data.Count);
        var expected = Oracle.Interpreter.RunForward(lowered.After("Inference", "Autodiff")!, data.Bind());
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i].Select(float.IsNaN).ShouldBe(
                expected.Find(RootKind.Output, i).Values.Select(double.IsNaN), $"output {i} in {tier}: {lowered.Case.Attributes.Split('\n')[i]}");
        }
    }
}
