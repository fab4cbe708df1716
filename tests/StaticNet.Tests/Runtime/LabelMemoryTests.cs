using System.Runtime.InteropServices;

namespace StaticNet.Tests.Runtime;

/// <summary>Labels index memory, so the network trusts its own copy of them and no other.</summary>
public sealed class LabelMemoryTests
{
    private const int Count = 16;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Labels_may_lie_in_the_networks_own_memory(int degree)
    {
        float[] inputs = [.. Enumerable.Range(0, Count * LabelledNetwork.InputLength).Select(i => MathF.Sin(i))];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 4)];
        var network = new LabelledNetwork(seed: 3);
        float expected = new LabelledNetwork.Trainer(new LabelledNetwork(seed: 3), new Sgd(0.1f), degreeOfParallelism: degree).Step(inputs, labels);

        // The outputs lie in the arena, which the step overwrites.
        ReadOnlySpan<float> outputs = network.Forward(inputs, Count);
        Span<int> alias = MemoryMarshal.Cast<float, int>(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(outputs), Count));
        labels.CopyTo(alias);
        var trainer = new LabelledNetwork.Trainer(network, new Sgd(0.1f), degreeOfParallelism: degree);
        trainer.Step(inputs, alias).ShouldBe(expected);
    }

    [Fact]
    public void A_refused_label_leaves_everything_as_it_was()
    {
        float[] inputs = new float[Count * LabelledNetwork.InputLength];
        var network = new LabelledNetwork();
        var trainer = new LabelledNetwork.Trainer(network, new Sgd(0.1f));
        float[] before = network.Parameters.ToArray();
        network.Forward(inputs, Count);
        int[] labels = new int[Count];
        labels[7] = 4;

        Should.Throw<ArgumentOutOfRangeException>(() => trainer.Step(inputs, labels)).Message.ShouldContain("'labels' at index 7 is 4");
        network.Parameters.ToArray().ShouldBe(before);
        trainer.StepCount.ShouldBe(0);

        // What Forward kept is there still.
        network.Backward(new float[Count * LabelledNetwork.OutputLength]);
    }
}
