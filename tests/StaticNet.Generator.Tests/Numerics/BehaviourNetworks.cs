using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Numerics;

/// <summary>Networks for what does not depend on the layers: memory, repetition, files, threads, bad input.</summary>
internal static class BehaviourNetworks
{
    public static Catalogue All { get; } = new(
    [
        new("Plain", "[Input(20), Dense(33), ReLU, Dense(7), SoftmaxCrossEntropy]", 6),
        new("Images", """
            [Input(2, 9, 9), Conv2D(6, 3, Padding = 1), ReLU, MaxPool2D(2), Dropout(0.3), Conv2D(17, 2), Tanh, AveragePool2D(2), Flatten, Dropout(0.5), Dense(5)]
            [SoftmaxCrossEntropy]
            """, 6),
        new("Several", """
            [Input(10, Name = "a"), Dense(9), ReLU(Name = "left")]
            [Input(1, 5, 5, Name = "b"), Conv2D(3, 3), Flatten, Dense(9, Name = "right"), Dropout(0.2, Name = "dropped")]
            [Add("left", "dropped"), Softmax, Output(Name = "joined")]
            [Dense(4, Name = "head"), Output]
            [SoftmaxCrossEntropy(Name = "kind"), MeanSquaredError(From = "left", Weight = 0.5)]
            """, 6),
    ]);

    /// <summary>Every network with every tier.</summary>
    public static TheoryData<string, string> Rows => All.Rows;

    /// <summary>Data of a full batch for one of them.</summary>
    public static TrialData Data(string name, int count = 6, int seed = 1) => TrialData.Draw(All.Assembly.Networks[name].Interface, count, seed);

    /// <summary>An instance with a seed, in a tier that the machine has.</summary>
    public static IDrivenNetwork Create(string name, string tier, int seed = 1) =>
        All.Assembly.Create(name, TestTier.FindOrSkip(tier), seed);

    public static IDrivenTrainer CreateTrainer(IDrivenNetwork network, Optimizer optimizer, int seed = 1, int degreeOfParallelism = 1) =>
        network.CreateTrainer(optimizer, seed, degreeOfParallelism).ShouldNotBeNull();

    /// <summary>Arrays for the outputs of a batch.</summary>
    public static float[][] Outputs(TrialData data) => [.. data.OutputGradients.Select(output => new float[output.Length])];

    /// <summary>Arrays for the gradients of a batch of inputs.</summary>
    public static float[][] InputGradients(TrialData data) => [.. data.Inputs.Select(input => new float[input.Length])];

    /// <summary>A training run on a few batches of several sizes.</summary>
    public static void Train(IDrivenTrainer trainer, string name, int steps, int firstSeed = 1)
    {
        for (var step = 0; step < steps; step++)
        {
            var data = Data(name, 1 + ((step * 5) % 6), firstSeed + step);
            trainer.Step(data.Inputs, data.Targets);
        }
    }
}
