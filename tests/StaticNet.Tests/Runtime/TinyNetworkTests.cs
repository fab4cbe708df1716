namespace StaticNet.Tests.Runtime;

/// <summary>A forward pass that reads and writes the caller's memory in place, wherever that lies.</summary>
public sealed class TinyNetworkTests
{
    private const int Length = TinyNetwork.InputLength;

    private readonly TinyNetwork network = new(seed: 4);
    private readonly float[] input = [.. Enumerable.Range(0, Length).Select(i => MathF.Sin(i))];

    private float[] Expected
    {
        get
        {
            float[] output = new float[Length];
            new TinyNetwork(seed: 4).Forward(input, output);
            return output;
        }
    }

    [Fact]
    public void Nothing_is_written_beside_the_output()
    {
        float[] memory = new float[Length + 40];
        Array.Fill(memory, float.NaN);
        network.Forward(input, memory.AsSpan(20, Length));
        memory.AsSpan(20, Length).ToArray().ShouldBe(Expected);
        memory.Take(20).Concat(memory.Skip(20 + Length)).ShouldAllBe(value => float.IsNaN(value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void Input_and_output_may_overlap(int distance)
    {
        float[] memory = new float[Length + distance];
        input.CopyTo(memory, distance);
        network.Forward(memory.AsSpan(distance), memory.AsSpan(0, Length));
        memory.Take(Length).ToArray().ShouldBe(Expected);

        memory = [.. input, .. new float[distance]];
        network.Forward(memory.AsSpan(0, Length), memory.AsSpan(distance));
        memory.Skip(distance).ToArray().ShouldBe(Expected);
    }

    [Fact]
    public void The_networks_own_output_may_be_its_input()
    {
        float[] first = network.Forward(input).ToArray();
        float[] second = new float[Length];
        network.Forward(first, second);
        network.Forward(network.Forward(input)).ToArray().ShouldBe(second);
    }

    [Fact]
    public void Wrong_lengths_are_refused_before_anything_is_computed()
    {
        float[] output = new float[Length];
        Should.Throw<ArgumentException>(() => network.Forward(input.AsSpan(1), output)).ParamName.ShouldBe("input");
        Should.Throw<ArgumentException>(() => network.Forward(input, output.AsSpan(1))).ParamName.ShouldBe("output");
        output.ShouldAllBe(value => value == 0);
        Should.Throw<InvalidOperationException>(() => network.Backward(output)).Message.ShouldContain("there was none");
    }

    [Fact]
    public void A_second_Backward_says_that_the_first_has_used_up_what_it_needs()
    {
        network.Forward(input);
        network.Backward(new float[Length]);
        Should.Throw<InvalidOperationException>(() => network.Backward(new float[Length])).Message.ShouldContain("another Backward");
    }
}
