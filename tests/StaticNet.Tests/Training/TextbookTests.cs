namespace StaticNet.Tests.Training;

/// <summary>
/// The textbook's first network, digit for digit: Mazur, "A Step by Step Backpropagation Example" (2015). Two inputs, two
/// hidden and two output neurons with sigmoids, half the sum of squares, one step of gradient descent with rate 0.5.
/// </summary>
public sealed class TextbookTests
{
    private static readonly float[] Inputs = [0.05f, 0.10f];
    private static readonly float[] Targets = [0.01f, 0.99f];

    [Fact]
    public void ForwardGivesTheTextbooksOutputs()
    {
        float[] output = new float[TextbookNetwork.OutputLength];
        Create().Forward(Inputs, output);
        output[0].ShouldBe(0.75136507f, 1e-7f);
        output[1].ShouldBe(0.772928465f, 1e-7f);
    }

    [Fact]
    public void TheHiddenLayerIsTheTextbooks()
    {
        var hidden = new TextbookHiddenLayer();
        hidden.ParameterViews.Layer0Weight.CopyFrom([.15f, .20f, .25f, .30f]);
        hidden.ParameterViews.Layer0Bias.Fill(.35f);
        ReadOnlySpan<float> output = hidden.Forward(Inputs);
        output[0].ShouldBe(0.593269992f, 1e-7f);
        output[1].ShouldBe(0.596884378f, 1e-7f);
    }

    [Fact]
    public void OneStepGivesTheTextbooksErrorAndWeights()
    {
        TextbookNetwork network = Create();
        var trainer = new TextbookNetwork.Trainer(network, new Sgd(0.5f));
        trainer.Step(Inputs, Targets).ShouldBe(0.298371109f, 1e-7f);

        float[] hidden = network.ParameterViews.Layer0Weight.ToArray();
        hidden[0].ShouldBe(0.149780716f, 1e-7f);
        hidden[1].ShouldBe(0.19956143f, 1e-7f);
        hidden[2].ShouldBe(0.24975114f, 1e-7f);
        hidden[3].ShouldBe(0.29950229f, 1e-7f);

        float[] output = network.ParameterViews.Layer2Weight.ToArray();
        output[0].ShouldBe(0.35891648f, 1e-7f);
        output[1].ShouldBe(0.408666186f, 1e-7f);
        output[2].ShouldBe(0.511301270f, 1e-7f);
        output[3].ShouldBe(0.561370121f, 1e-7f);
    }

    private static TextbookNetwork Create()
    {
        var network = new TextbookNetwork();
        network.ParameterViews.Layer0Weight.CopyFrom([.15f, .20f, .25f, .30f]);
        network.ParameterViews.Layer0Bias.Fill(.35f);
        network.ParameterViews.Layer2Weight.CopyFrom([.40f, .45f, .50f, .55f]);
        network.ParameterViews.Layer2Bias.Fill(.60f);
        return network;
    }
}
