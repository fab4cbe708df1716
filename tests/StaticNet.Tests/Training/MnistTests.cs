namespace StaticNet.Tests.Training;

/// <summary>The figures that this project promises for MNIST, on the real images.</summary>
public sealed class MnistTests
{
    private const int Batch = 64;
    private const int ImageLength = 784;

    private delegate ReadOnlySpan<float> Classifier(ReadOnlySpan<float> images, int count);

    private delegate float TrainingStep(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

    [SkippableFact]
    public void LeNet5_reaches_987_in_three_epochs()
    {
        var network = new MnistLeNet5(1);
        var trainer = new MnistLeNet5.Trainer(network, new Adam());
        Train(3, trainer, trainer.Step, network.Forward).ShouldBeGreaterThanOrEqualTo(0.987);
    }

    [SkippableFact]
    public void A_perceptron_reaches_975_in_five_epochs()
    {
        var network = new MnistPerceptron(1);
        var trainer = new MnistPerceptron.Trainer(network, new Adam());
        Train(5, trainer, trainer.Step, network.Forward).ShouldBeGreaterThanOrEqualTo(0.975);
    }

    /// <summary>Trains with a learning rate that falls from 0.002 to 0, and returns the accuracy on the test images.</summary>
    private static double Train(int epochs, NetworkTrainer trainer, TrainingStep step, Classifier classify)
    {
        string? folder = Environment.GetEnvironmentVariable("STATICNET_DATA");
        Skip.If(folder is null, "STATICNET_DATA names no folder with mnist/*.gz");
        IdxImages train = IdxFile.ReadImages(Path.Combine(folder, "mnist", "train-images-idx3-ubyte.gz"));
        int[] trainLabels = IdxFile.ReadLabels(Path.Combine(folder, "mnist", "train-labels-idx1-ubyte.gz"));
        IdxImages test = IdxFile.ReadImages(Path.Combine(folder, "mnist", "t10k-images-idx3-ubyte.gz"));
        int[] testLabels = IdxFile.ReadLabels(Path.Combine(folder, "mnist", "t10k-labels-idx1-ubyte.gz"));

        float[] images = new float[Batch * ImageLength];
        int[] labels = new int[Batch];
        int[] order = Enumerable.Range(0, train.Count).ToArray();
        int steps = train.Count / Batch;
        var random = new Random(1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            for (int i = 0; i < steps; i++)
            {
                for (int k = 0; k < Batch; k++)
                {
                    train.CopyTo(order[(i * Batch) + k], images.AsSpan(k * ImageLength, ImageLength));
                    labels[k] = trainLabels[order[(i * Batch) + k]];
                }

                trainer.Optimizer.LearningRate = 2e-3f * (1 - ((epoch * steps) + i) / (float)(epochs * steps));
                step(images, labels);
            }
        }

        int correct = 0;
        for (int first = 0; first < test.Count; first += Batch)
        {
            int count = Math.Min(Batch, test.Count - first);
            for (int k = 0; k < count; k++)
                test.CopyTo(first + k, images.AsSpan(k * ImageLength, ImageLength));
            ReadOnlySpan<float> logits = classify(images.AsSpan(0, count * ImageLength), count);
            for (int k = 0; k < count; k++)
            {
                ReadOnlySpan<float> own = logits.Slice(k * 10, 10);
                float largest = float.NegativeInfinity;
                foreach (float logit in own)
                    largest = MathF.Max(largest, logit);
                if (own[testLabels[first + k]] == largest)
                    correct++;
            }
        }

        return correct / (double)test.Count;
    }
}
