using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;
using StaticNet.Generator.Tests.Oracle;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Every gradient rule against central differences of the forward graph, element by element, in double precision.</summary>
public sealed class GradientRuleTests
{
    private const double Step = 1e-4;
    private const double Tolerance = 1e-6;

    /// <summary>Moving one element by a step moves no comparison across its kink.</summary>
    private const double KinkDistance = 2e-3;

    private static readonly NetworkCase[] Cases =
    [
        new("Dense", "[Input(4), Dense(3), Dense(2, Bias = false), MeanSquaredError]"),
        new("ReLU", "[Input(4), Dense(3), ReLU, Dense(2), HalfSumSquaredError]"),
        new("LeakyReLU", "[Input(4), Dense(3), LeakyReLU(0.3), Dense(2), LeakyReLU(-0.4), HalfSumSquaredError]"),
        new("ELU", "[Input(4), ELU(0.7), Dense(3), ELU, Dense(2), ELU(-0.3), HalfSumSquaredError]"),
        new("Sigmoid", "[Input(4), Sigmoid, Dense(3), Sigmoid, HalfSumSquaredError]"),
        new("Tanh", "[Input(4), Tanh, Dense(3), Tanh, HalfSumSquaredError]"),
        new("Convolution", "[Input(2, 4, 5), Conv2D(3, 3), Conv2D(2, 2, Bias = false), MeanSquaredError]", 2),
        new("ConvolutionWithStride", "[Input(2, 6, 7), Conv2D(3, 3, Strides = new[] { 2, 3 }), MeanSquaredError]", 2),
        new("ConvolutionWithPadding", "[Input(2, 4, 3), Conv2D(3, 3, Paddings = new[] { 0, 1, 2, 1 }), Conv2D(2, 2, Padding = Padding.Same), MeanSquaredError]", 2),
        new("ConvolutionWithDilation", "[Input(2, 6, 7), Conv2D(3, 2, Dilations = new[] { 2, 3 }, Padding = 1), MeanSquaredError]", 2),
        new("ConvolutionInGroups", "[Input(4, 4, 4), Conv2D(6, 3, Groups = 2, Padding = 1), Conv2D(6, 2, Groups = 6, Stride = 2), MeanSquaredError]", 2),
        new("ConvTranspose3D", "[Input(2, 2, 2, 3), ConvTranspose3D(2, 3, 2, 2, Strides = new[] { 2, 1, 2 }, Padding = 1, Dilations = new[] { 2, 2, 1 }), ConvTranspose3D(2, 2, 1, 1, Groups = 2, Stride = 2, OutputPadding = 1), MeanSquaredError]", 2),
        new("GroupNorm", "[Input(4, 2, 3), Conv2D(4, 1), GroupNorm(2), Tanh, InstanceNorm(Affine = true), MeanSquaredError]", 2),
        new("LocalResponseNorm", "[Input(4, 2, 3), Conv2D(5, 1), LocalResponseNorm(3, Alpha = 2), Tanh, LocalResponseNorm(4, Beta = 0.6, Alpha = 3, K = 2), MeanSquaredError]", 2),
        new("PixelShuffle", "[Input(2, 2, 3), Conv2D(8, 1), PixelShuffle(2), Tanh, PixelUnshuffle(2), MeanSquaredError]", 2),
        new("MaxPool", "[Input(2, 5, 5), Conv2D(2, 2), MaxPool2D(3, Stride = 1, Padding = 1), MaxPool2D(2), MeanSquaredError]", 1),
        new("AveragePool", "[Input(2, 5, 5), Conv2D(2, 2), AveragePool2D(3, Stride = 1, Padding = 1), AveragePool2D(2), MeanSquaredError]", 2),
        new("AveragePoolWithoutPadding", "[Input(2, 5, 5), Conv2D(2, 2), AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePadding = false), MeanSquaredError]", 2),
        new("GlobalAveragePool", "[Input(2, 4, 5), Conv2D(3, 2), GlobalAveragePool2D, Flatten, MeanSquaredError]", 2),
        new("Reshape", "[Input(2, 3, 4), Reshape(4, -1), Tanh, Flatten, Dense(6), Reshape(1, 2, 3), Conv2D(2, 2), MeanSquaredError]", 2),
        new("Add", """[Input(3, Name = "a"), Dense(3, Name = "b"), Add("a", "b", Name = "c"), Tanh, Add("a", "c", "c"), MeanSquaredError]"""),
        new("Concat", """[Input(2, 3, 3, Name = "a"), Conv2D(2, 1, Name = "b"), Concat("a", "b", "a", Name = "c"), Concat("c", "c", Axis = 2), Tanh, MeanSquaredError]""", 2),
        new("Gather", """
            [Input(4, 3, Name = "x"), Dense(3, Name = "h"), Input(5, Element = Element.Int32, Name = "i"), Input(2, Element = Element.Int32, Name = "j")]
            [Gather("j", From = "x", Axis = 1), Output, Gather("i", From = "h"), Tanh, Gather(4, 0, 0, Axis = 0), Reduce(Reduction.Sum, 1), MeanSquaredError]
            """, 2),
        new("Reduce", """
            [Input(3, 4, 5, Name = "x"), Dense(2), Reduce(Reduction.Mean, 1), Reduce(Reduction.Maximum, 0), Output]
            [Tanh(From = "x"), Reduce(Reduction.Maximum, 2), Reduce(Reduction.Minimum, 1, KeepAxes = true), MeanSquaredError]
            """, 2),
        new("CosineSimilarity", """[Input(3, 4, Name = "x"), Dense(4, Name = "h"), CosineSimilarity("x", "h", Axis = 1), Output, CosineSimilarity("x", "h", Epsilon = 3), MeanSquaredError]""", 2),
        new("Embedding", "[Input(6, Element = Element.Int32), Embedding(5, 4), Flatten, Tanh, Dense(2), MeanSquaredError]", 2),
        new("StackAndSplit", """[Input(4, Name = "x"), Dense(4), Stack("x"), Split("a", "b", Axis = 1), Tanh, Multiply("a"), MeanSquaredError]""", 2),
        new("Dropout", "[Input(6), Dropout(0.3), Dense(7), Dropout(0.5), Tanh, MeanSquaredError]"),
        new("Softmax", "[Input(5), Dense(4), Softmax, HalfSumSquaredError]"),
        new("SoftmaxOfChannels", "[Input(3, 2, 4), Conv2D(3, 1), Softmax(Axis = 0), Softmax(Axis = 2), HalfSumSquaredError]", 2),
        new("SoftmaxCrossEntropy", "[Input(5), Dense(4), SoftmaxCrossEntropy(Weight = 2)]"),
        new("SoftmaxCrossEntropyOfPixels", "[Input(2, 3, 3), Conv2D(3, 2), SoftmaxCrossEntropy]", 2),
        new("MeanSquaredError", "[Input(2, 3, 3), Conv2D(3, 2), MeanSquaredError(Weight = 0.5)]", 2),
        new("HalfSumSquaredError", "[Input(4), Dense(3), HalfSumSquaredError(Weight = 0.5)]"),
        new("SigmoidBinaryCrossEntropy", "[Input(4), Dense(3), SigmoidBinaryCrossEntropy]"),
        new("SeveralLosses", """
            [Input(4), Dense(3, Name = "a"), Tanh(Name = "b"), Dense(2, Name = "c")]
            [SoftmaxCrossEntropy, MeanSquaredError(From = "a", Weight = 0.3), SigmoidBinaryCrossEntropy(From = "b"), HalfSumSquaredError(From = "c")]
            """),
        new("SeveralOutputs", """
            [Input(4, Name = "x"), Dense(3, Name = "a"), Output, Tanh, Output, Output(From = "a", Name = "again"), Dense(2, Name = "b"), MeanSquaredError]
            [Output(From = "x", Name = "same")]
            """),
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, LoweredNetwork>> Networks =
        new(() => LoweredNetwork.Of(Cases).ToDictionary(network => network.Case.Name));

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_the_loss_are_its_slopes(string name)
    {
        var network = Networks.Value[name];
        var graph = network.After("Step", "Autodiff").ShouldNotBeNull();
        var bindings = Draw(network, "Step", graph);
        var values = Interpreter.Run(graph, bindings);
        foreach (var i in Trained(network))
        {
            ShouldBeTheSlope(values.Find(RootKind.ParameterGradient, i), bindings.Parameters[i],
                () => Interpreter.RunForward(graph, bindings).Loss, network.Interface.Parameters[i].Name);
        }
    }

    private static IEnumerable<int> Trained(LoweredNetwork network) =>
        Enumerable.Range(0, network.Interface.Parameters.Count).Where(i => !network.Interface.Parameters[i].IsFrozen);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_the_outputs_are_their_slopes(string name)
    {
        var network = Networks.Value[name];
        foreach (var program in new[] { "Inference", "Training" })
        {
            if (network.After(program, "Autodiff") is not { } graph)
                continue;
            var bindings = Draw(network, program, graph);
            var values = Interpreter.Run(graph, bindings);
            foreach (var i in Trained(network))
            {
                ShouldBeTheSlope(values.Find(RootKind.ParameterGradient, i), bindings.Parameters[i],
                    () => WeightedOutputs(network, graph, bindings), network.Interface.Parameters[i].Name);
            }

            for (var i = 0; i < bindings.Inputs.Count; i++)
            {
                // Integers have no slope.
                if (network.Interface.Inputs[i].IsInteger)
                    continue;
                ShouldBeTheSlope(values.Find(RootKind.InputGradient, i), bindings.Inputs[i],
                    () => WeightedOutputs(network, graph, bindings), network.Interface.Inputs[i].Name);
            }
        }
    }

    /// <summary>What the seeds of Backward make a scalar of: the sum of outputs times seeds.</summary>
    private static double WeightedOutputs(LoweredNetwork network, Graph.Graph graph, Bindings bindings)
    {
        var values = Interpreter.RunForward(graph, bindings);
        return Enumerable.Range(0, network.Interface.Outputs.Count)
            .Sum(i => values.Find(RootKind.Output, i).Values.Zip(bindings.OutputGradients[i], (output, seed) => output * seed).Sum());
    }

    private static Bindings Draw(LoweredNetwork network, string program, Graph.Graph graph)
    {
        for (var seed = 1; ; seed++)
        {
            seed.ShouldBeLessThan(1000, "every trial is near a kink");
            var bindings = TrialData.Draw(network.Interface, 2, seed).Bind(Reference.Masks(network, program));
            if (Kinks.Distance(graph, Interpreter.Run(graph, bindings)) > KinkDistance)
                return bindings;
        }
    }

    private static void ShouldBeTheSlope(Tensor gradient, double[] variable, Func<double> value, string name)
    {
        var slopes = new double[variable.Length];
        for (var i = 0; i < variable.Length; i++)
        {
            var original = variable[i];
            variable[i] = original + Step;
            var above = value();
            variable[i] = original - Step;
            var below = value();
            variable[i] = original;
            slopes[i] = (above - below) / (2 * Step);
        }

        var size = slopes.Select(Math.Abs).Max();
        for (var i = 0; i < slopes.Length; i++)
            gradient.Values[i].ShouldBe(slopes[i], Tolerance * Math.Max(size, Step), $"{name}[{i}]");
    }
}
