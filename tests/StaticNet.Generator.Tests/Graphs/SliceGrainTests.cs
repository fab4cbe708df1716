using StaticNet.Generator.Emit;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Graphs;

/// <summary>How many samples a slice of a batch has at least.</summary>
public sealed class SliceGrainTests
{
    [Theory]
    [InlineData("nothing is computed", "[Input(4), Flatten, MeanSquaredError]", 64, 64, 64)]
    [InlineData("too little for any batch", "[Input(4), Dense(16), Tanh, Dense(2), MeanSquaredError]", 64, 64, 64)]
    [InlineData("a sample is worth a thread", "[Input(3, 64, 64), Conv2D(64, 3), Flatten, Dense(1), MeanSquaredError]", 64, 1, 1)]
    [InlineData("weights cost more than they compute", "[Input(784), Dense(128), ReLU, Dense(10), SoftmaxCrossEntropy]", 64, 2, 9)]
    [InlineData("one sample is all there is", "[Input(784), Dense(128), ReLU, Dense(10), SoftmaxCrossEntropy]", 1, 1, 1)]
    public void GrainsFollowTheWork(string why, string layers, int capacity, int forward, int step)
    {
        var network = LoweredNetwork.Of(new NetworkCase("Net", layers, capacity)).Compiled;

        SliceGrain.OfForward(network).ShouldBe(forward, why);
        SliceGrain.OfStep(network, network.Step.ShouldNotBeNull()).ShouldBe(step, why);
    }
}
