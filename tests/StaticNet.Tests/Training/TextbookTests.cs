namespace StaticNet.Tests.Training;

/// <summary>
/// The worked example that most people learn backpropagation from: two inputs, two hidden and two output neurons, all sigmoid
/// (Mazur, "A Step by Step Backpropagation Example", 2015). Compiled by the generator as in any user's project.
/// </summary>
[Network(BatchCapacity = 1)]
[Input(2)]
[Dense(2, Name = "hidden"), Sigmoid, Output(Name = "activations")]
[Dense(2, Name = "last"), Sigmoid, Output(Name = "results")]
[HalfSumSquaredError]
public sealed partial class Textbook
{
}

/// <summary>The textbook's network, digit for digit.</summary>
public sealed class TextbookTests
{
    private const float Precision = 1e-7f;

    private static readonly float[] Inputs = [0.05f, 0.10f];
    private static readonly float[] Targets = [0.01f, 0.99f];

    [Fact]
    public void Forward_gives_its_outputs()
    {
        var (hidden, results) = (new float[2], new float[2]);
        Create().Forward(Inputs, hidden, results);
        ShouldBe(hidden, [0.593269992f, 0.596884378f]);
        ShouldBe(results, [0.75136507f, 0.772928465f]);
    }

    [Fact]
    public void A_step_gives_its_error_and_weights()
    {
        var network = Create();
        var trainer = new Textbook.Trainer(network, new Sgd(0.5f));
        trainer.Step(Inputs, Targets).ShouldBe(0.298371109f, Precision);
        ShouldBe(network.ParameterViews["hidden.weight"].ToArray(), [0.149780716f, 0.19956143f, 0.24975114f, 0.29950229f]);
        ShouldBe(network.ParameterViews["last.weight"].ToArray(), [0.35891648f, 0.408666186f, 0.51130127f, 0.561370121f]);
    }

    private static Textbook Create()
    {
        var network = new Textbook();
        network.ParameterViews["hidden.weight"].CopyFrom([0.15f, 0.20f, 0.25f, 0.30f]);
        network.ParameterViews["hidden.bias"].Fill(0.35f);
        network.ParameterViews["last.weight"].CopyFrom([0.40f, 0.45f, 0.50f, 0.55f]);
        network.ParameterViews["last.bias"].Fill(0.60f);
        return network;
    }

    private static void ShouldBe(float[] actual, float[] expected) =>
        actual.Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= Precision);
}
