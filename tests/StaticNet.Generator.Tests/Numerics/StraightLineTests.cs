using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>
/// Tiny networks, whose forward pass of one sample is a method of its own: what it computes, what it leaves for Backward, and
/// where it ends.
/// </summary>
public sealed class StraightLineTests
{
    internal static Catalogue Networks { get; } = new(
    [
        new("Gate", "[Input(4), Dense(16), ReLU, Dense(2), MeanSquaredError]"),
        new("Controller", "[Input(8), Dense(64), Tanh, Dense(64), Tanh, Dense(4), MeanSquaredError]"),
        new("Oscillator", "[Input(3), Dense(16), Tanh, Dense(16, Bias = false), Sigmoid, Dense(2)]"),
        new("OneOutput", "[Input(19), Dense(37), Sigmoid, Dense(1), Sigmoid]"),

        // Columns that share vectors, with inputs left over; and columns that almost fill one.
        NetworkCase.SideBySide("FewColumns", 5,
            ("3", "Dense(1)"), ("4", "Dense(1)"), ("41", "Dense(1)"), ("9", "Dense(2)"), ("38", "Dense(2)"), ("67", "Dense(4)"),
            ("35", "Dense(8)"), ("16", "Dense(8)"), ("50", "Dense(7)"), ("2", "Dense(4)")),

        // The last activation runs over the end of its value, which must not be the caller's memory.
        NetworkCase.SideBySide("FlatEnds", 5,
            ("1", "Tanh"), ("5", "Sigmoid"), ("9", "Dense(11), Sigmoid"), ("17", "ELU"), ("6", "Dense(6), Tanh, Dense(3), LeakyReLU")),

        // Values that are outputs and go on; an input that is an output; a sum in place.
        new("Ways", """
            [Input(6, Name = "a"), Dense(12, Name = "left"), Tanh(Name = "middle"), Output, Dense(12, Name = "right"), Add("left", "right", Name = "total"), Output(Name = "sum")]
            [Input(12, Name = "b"), Output(Name = "same"), Add("total", "b"), Dense(3), Output(Name = "last")]
            """),

        // Loops that remain, scratch memory, and shapes that are only read differently.
        new("Image", "[Input(2, 6, 6), Conv2D(3, 3, Padding = 1), ReLU, MaxPool2D(2), Conv2D(5, 2, Padding = 1), Tanh, Flatten, Dense(7), Softmax]"),
        new("Dropped", "[Input(7), Dense(20), Dropout(0.4), ReLU, Dense(3)]"),
        new("Long", "[Input(700), Dense(3), ReLU, Dense(2)]"),
    ]);

    public static TheoryData<string, string> Rows => Networks.Rows;

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void One_sample_is_computed_as_the_graph_says(string name, string tier)
    {
        Networks.Assembly.Networks[name].Compiled.StraightLine.ShouldNotBeNull("the network is tiny");
        Trial.Check(Networks, name, tier, 1, 5, 1);
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void A_sample_alone_is_the_first_of_a_batch(string name, string tier)
    {
        var network = Networks.Assembly.Create(name, TestTier.FindOrSkip(tier), seed: 3);
        var ports = Networks.Assembly.Networks[name].Interface;
        var (one, two) = (TrialData.Draw(ports, 1, 5), TrialData.Draw(ports, 2, 6));
        for (var i = 0; i < one.Inputs.Length; i++)
            one.Inputs[i].CopyTo(two.Inputs[i], 0);
        var (alone, batch) = (BehaviourNetworks.Outputs(one), BehaviourNetworks.Outputs(two));
        network.ForwardOne(one.Inputs, alone);
        network.Forward(two.Inputs, batch, 2);
        var deviations = new Deviations();
        for (var i = 0; i < alone.Length; i++)
            deviations.Compare($"output {i}", alone[i], [.. batch[i].Take(alone[i].Length).Select(value => (double)value)]);
        deviations.ShouldBeNone($"{name} in {tier}");
    }

    [Fact]
    public void Only_tiny_networks_have_it()
    {
        DenseTests.Networks.Assembly.Networks["DenseOfDigits"].Compiled.StraightLine.ShouldBeNull();
    }

    [Fact]
    public void A_tiny_network_needs_no_loop()
    {
        var gate = Networks.Assembly.Networks["Gate"].Compiled.StraightLine.ShouldNotBeNull();

        // Plain C# is there to be read: loops of a textbook stay what they are.
        foreach (var tier in TestTier.All.Where(tier => tier != TestTier.Scalar))
            gate.Body(tier.Target).Statements.Any(statement => statement is Statement.Loop).ShouldBeFalse(tier.Name);
    }

    [Fact]
    public void What_nobody_reads_later_stays_in_registers()
    {
        // The sums before tanh are read nowhere else; those after it are what Backward reads.
        var network = Networks.Assembly.Networks["Oscillator"].Compiled.StraightLine.ShouldNotBeNull();
        var text = network.Body(SimdTarget.Vector512).Statements.OfType<Statement.Comment>().Select(comment => comment.Text).ToArray();
        text.Single(line => line.StartsWith("Tanh 1", StringComparison.Ordinal)).ShouldEndWith("Backward reads it");
        text.Single(line => line.StartsWith("Dense 0", StringComparison.Ordinal)).ShouldEndWith("in registers");
    }
}
