using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Cases;

/// <summary>
/// An epoch of LeNet-5 on one core: shuffling and gathering batches of 64, and a step with Adam for each. On MNIST where
/// STATICNET_DATA leads to it, else on random images of its size, which take as long.
/// </summary>
internal sealed class LeNetEpoch
{
    /// <summary>The images of an epoch: those of MNIST.</summary>
    public const int SampleCount = 60_000;

    private const float PixelScale = 1f / 255;
    private readonly LeNet5.Trainer trainer = new(new LeNet5(seed: 1), new Adam());
    private readonly SampleOrder order = new(SampleCount, seed: 1);
    private readonly byte[] pixels;
    private readonly int[] labels;
    private readonly float[] batchInputs = new float[LeNet5.BatchCapacity * LeNet5.InputLength];
    private readonly int[] batchLabels = new int[LeNet5.BatchCapacity];
    private int epoch;

    public LeNetEpoch()
    {
        string? data = Environment.GetEnvironmentVariable("STATICNET_DATA");
        string? images = data is null ? null : Find(data, "train-images*");
        string? answers = data is null ? null : Find(data, "train-labels*");
        if (images is not null && answers is not null)
        {
            pixels = IdxFile.ReadImages(images).Pixels.ToArray();
            labels = IdxFile.ReadLabels(answers);
        }
        else
        {
            pixels = new byte[SampleCount * LeNet5.InputLength];
            new Random(1).NextBytes(pixels);
            labels = Samples.Labels(SampleCount, LeNet5.OutputLength);
        }
    }

    /// <summary>Trains for one epoch.</summary>
    public void Run()
    {
        order.Shuffle(epoch++);
        for (int start = 0; start < SampleCount; start += LeNet5.BatchCapacity)
        {
            int count = Math.Min(LeNet5.BatchCapacity, SampleCount - start);
            Gather(order.Indices.Slice(start, count));
            trainer.Step(batchInputs.AsSpan(0, count * LeNet5.InputLength), batchLabels.AsSpan(0, count));
        }
    }

    private void Gather(ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<byte> image = pixels.AsSpan(samples[i] * LeNet5.InputLength, LeNet5.InputLength);
            Span<float> input = batchInputs.AsSpan(i * LeNet5.InputLength, LeNet5.InputLength);
            for (int pixel = 0; pixel < image.Length; pixel++)
                input[pixel] = image[pixel] * PixelScale;
            batchLabels[i] = labels[samples[i]];
        }
    }

    private static string? Find(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault();
}
