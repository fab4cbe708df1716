using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Networks for inference or gradients alone: the same results, and no more code and memory than that takes.</summary>
public sealed class PurposeTests
{
    private const string Inference = ", For = Purpose.Inference", Gradients = ", For = Purpose.Gradients";

    private const string LeNet5 =
        "[Input(1, 28, 28), Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2), Conv2D(16, 5), ReLU, MaxPool2D(2), Flatten, Dense(120), ReLU, Dense(84), ReLU, Dense(10)]";

    internal static Catalogue Networks { get; } = new(
    [
        new("InferenceOfDigits", LeNet5, 3) { Options = Inference },
        new("InferenceOfAPerceptron", "[Input(4), Dense(7), Tanh, Dropout(0.3), Dense(2), Softmax]", 20) { Options = Inference },
        new("InferenceOverTheBatch", "[Input(4), Dense(5), ReLU, Dense(2)]", 40) { Options = Inference, Choices = new(OverBatch: true) },
        new("InferenceWithStates", "[Input(3, 5, 4), Conv2D(6, 3), BatchNorm, ReLU, SpatialDropout, Flatten, Dense(9), BatchNorm(Affine = false)]", 4) { Options = Inference },
        new("InferenceOfTokens", "[Input(5, Element = Element.Int32), Embedding(7, 3), Flatten, Dense(4)]", 3) { Options = Inference },
        new("InferenceInBranches", """
            [Input(4, Name = "x"), Dense(6, Name = "a"), ReLU(Name = "b")]
            [Input(6, Name = "y"), Add("b"), Dense(2, Name = "first"), Concat("a", "b", Name = "second"), Output(From = "first"), Output(From = "second"), Output(From = "x", Name = "same")]
            """) { Options = Inference },
        new("InferenceByWinograd", "[Input(8, 12, 12), Conv2D(16, 3, Padding = 1), ReLU, Conv2D(16, 3, Padding = 1)]", 2) { Options = Inference, Choices = new(WinogradTile: 4) },
        new("InferenceInSeveralArenas", "[Input(3, 16, 16), Conv2D(8, 3, Padding = 1), ReLU, Conv2D(8, 3), Tanh, MaxPool2D(2), Flatten, Dense(30), Softmax]", 3)
        {
            Options = Inference, Choices = new(RunsStraight: false) { ArenaLength = 7040 },
        },
        new("TrainingInSeveralArenas", """
            [Input(3, 16, 16), Conv2D(8, 3, Padding = 1), ReLU, Conv2D(8, 3), Tanh, MaxPool2D(2), Dropout(0.3), Flatten, Dense(30), Output, SoftmaxCrossEntropy]
            """, 3) { Choices = new(RunsStraight: false) { ArenaLength = 12000 } },
        new("GradientsOfImages", "[Input(2, 6, 6), Conv2D(5, 3), BatchNorm, Tanh, Dropout(0.4), Flatten, Dense(4)]", 4) { Options = Gradients },
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Every_tier_computes_what_the_graph_says(string name, string tier)
    {
        // Statistics of few samples are left to the tests of batch normalisation.
        var capacity = Networks.Assembly.Networks[name].Case.BatchCapacity;
        Trial.Check(Networks, name, tier, name == "GradientsOfImages" ? [capacity] : [capacity, 1, capacity - 1]);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Several_threads_compute_the_same(string name, string tierName)
    {
        var tier = TestTier.FindOrSkip(tierName);
        var network = Networks.Assembly.Networks[name];
        Trial.Run(Networks.Assembly, name, tier, 2, Reference.Of(network, network.Case.BatchCapacity)).ShouldBeNone($"{name} in {tier}");
    }

    [Fact]
    public void Inference_has_no_gradients_and_no_modes()
    {
        var type = Networks.Assembly.Find("InferenceWithStates");
        var members = type.GetMembers().Select(member => member.Name).ToArray();
        foreach (var missing in new[] { "Backward", "GradientViews", "Training", "RandomState", "Trainer" })
            members.ShouldNotContain(missing);
        var network = Networks.Assembly.Create("InferenceWithStates", TestTier.Scalar).Network;
        network.Gradients.Length.ShouldBe(0);
        network.States.Length.ShouldBe((2 * 6) + 1 + (2 * 9) + 1);
        Networks.Assembly.Find("GradientsOfImages").GetMethod("Backward").ShouldNotBeNull();
    }

    /// <summary>A chain holds its two largest neighbours, and what schedules say that they need beside.</summary>
    [Theory]
    [InlineData(LeNet5, 40_000)]
    [InlineData("[Input(1000), Dense(500), ReLU, Dense(2000), Tanh, Dense(300), Sigmoid, Dense(2000), ReLU, Dense(10)]", 4 * (2000 + 500 + 64))]
    [InlineData("""
        [Input(3, 224, 224), Conv2D(64, 3, Padding = 1), ReLU, Conv2D(64, 3, Padding = 1), ReLU, MaxPool2D(2)]
        [Conv2D(128, 3, Padding = 1), ReLU, Conv2D(128, 3, Padding = 1), ReLU, MaxPool2D(2)]
        [Conv2D(256, 3, Padding = 1), ReLU, Conv2D(256, 3, Padding = 1), ReLU, Conv2D(256, 3, Padding = 1), ReLU, MaxPool2D(2)]
        [Conv2D(512, 3, Padding = 1), ReLU, Conv2D(512, 3, Padding = 1), ReLU, Conv2D(512, 3, Padding = 1), ReLU, MaxPool2D(2)]
        [Conv2D(512, 3, Padding = 1), ReLU, Conv2D(512, 3, Padding = 1), ReLU, Conv2D(512, 3, Padding = 1), ReLU, MaxPool2D(2)]
        [Flatten, Dense(4096), ReLU, Dense(4096), ReLU, Dense(1000), Softmax]
        """, 40_000_000)]
    public void Inference_keeps_no_activations(string layers, int bytes)
    {
        var lowered = LoweredNetwork.Of(new NetworkCase("Small", layers, 1) { Options = Inference });
        (lowered.Compiled.WorkspaceLength * 4L).ShouldBeLessThanOrEqualTo(bytes, GraphOf(lowered));
    }

    [Theory]
    [InlineData("InferenceInSeveralArenas")]
    [InlineData("TrainingInSeveralArenas")]
    public void A_workspace_may_be_several_arenas(string name)
    {
        var network = Networks.Assembly.Networks[name];
        network.Compiled.ArenaLengths.Count.ShouldBeInRange(2, 6);
        network.Compiled.ArenaLengths.ShouldAllBe(length => length <= network.Case.Choices!.ArenaLength);
    }

    /// <summary>More than one buffer of 2 GB could hold: 25 million floats a sample, as ResNet-152 has, for 32 of them.</summary>
    [Fact]
    public void Training_of_25_million_floats_a_sample_compiles_for_batches_of_32()
    {
        var block = string.Join(", ", Enumerable.Repeat("Conv2D(64, 3, Padding = 1), ReLU", 31));
        var run = GeneratorRun.Of($"using StaticNet; [Network(BatchCapacity = 32), Input(3, 112, 112), {block}, GlobalAveragePool2D, Flatten, Dense(10), SoftmaxCrossEntropy] partial class Deep;");
        run.Diagnostics.ShouldBeEmpty();
        run.CompilerErrors.ShouldBeEmpty();
        run.Sources.Values.ShouldContain(source => source.Contains("workspace2.At(", StringComparison.Ordinal));
    }

    private static string GraphOf(LoweredNetwork lowered) => string.Join('\n', lowered.Compiled.Inference.Graph.Nodes.Select(node =>
        $"%{node.Id} {node.Operation.Describe()} {node.Type} at {lowered.Compiled.Inference.Plan[node]}, scratch {lowered.Compiled.Inference.Plan.ScratchOf(node)}"));
}
