using Digits.Data;
using Digits.Networks;

namespace Digits.Training;

/// <summary>How well a network does on digits that have labels.</summary>
internal sealed class Evaluation
{
    private readonly int[] predictions;
    private readonly float[] probabilities;
    private readonly int[,] confusion = new int[10, 10];
    private readonly int[] indices;
    private int correct;
    private double lossSum;

    private Evaluation(int[] indices)
    {
        this.indices = indices;
        predictions = new int[indices.Length];
        probabilities = new float[indices.Length];
    }

    /// <summary>The number of digits.</summary>
    public int Count => indices.Length;

    /// <summary>The mean cross-entropy.</summary>
    public double Loss => lossSum / Count;

    /// <summary>The share of right answers, from 0 to 1.</summary>
    public double Accuracy => (double)correct / Count;

    /// <summary>How often the first digit was shown and taken for the second.</summary>
    public int Confusion(int shown, int answer) => confusion[shown, answer];

    /// <summary>Asks the network about digits spread evenly over a set.</summary>
    /// <param name="network">The network.</param>
    /// <param name="set">The digits.</param>
    /// <param name="limit">How many digits at most; the whole set unless given.</param>
    public static Evaluation Of(IDigitClassifier network, DigitSet set, int limit = int.MaxValue)
    {
        int count = Math.Min(set.Count, limit);
        var indices = new int[count];
        for (int i = 0; i < count; i++)
            indices[i] = (int)((long)i * set.Count / count);

        var evaluation = new Evaluation(indices);
        var inputs = new float[Model.BatchSize * DigitSet.ImageLength];
        var labels = new int[Model.BatchSize];
        for (int start = 0; start < count; start += Model.BatchSize)
        {
            int batch = Math.Min(Model.BatchSize, count - start);
            set.Gather(indices.AsSpan(start, batch), inputs, labels);
            ReadOnlySpan<float> logits = network.Forward(inputs.AsSpan(0, batch * DigitSet.ImageLength), batch);
            for (int i = 0; i < batch; i++)
                evaluation.Add(start + i, logits.Slice(i * 10, 10), labels[i]);
        }

        return evaluation;
    }

    /// <summary>The digits to whose right answer the network gave the least probability, the worst first.</summary>
    public HardDigit[] Hardest(int count)
    {
        var ranking = new int[Count];
        for (int i = 0; i < Count; i++)
            ranking[i] = i;
        Array.Sort((float[])probabilities.Clone(), ranking);
        return [.. ranking.Take(count).Select(i => new HardDigit(indices[i], predictions[i], probabilities[i]))];
    }

    private void Add(int position, ReadOnlySpan<float> logits, int label)
    {
        int answer = 0;
        for (int digit = 1; digit < logits.Length; digit++)
        {
            if (logits[digit] > logits[answer])
                answer = digit;
        }

        // With the largest logit subtracted no exponential overflows, and the sum is at least 1.
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - logits[answer]);
        double logProbability = logits[label] - logits[answer] - Math.Log(sum);

        predictions[position] = answer;
        probabilities[position] = (float)Math.Exp(logProbability);
        confusion[label, answer]++;
        lossSum -= logProbability;
        if (answer == label)
            correct++;
    }
}
