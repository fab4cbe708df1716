using System.Diagnostics;
using Digits.Data;
using Digits.Networks;
using StaticNet;

namespace Digits.Training;

/// <summary>Trains a network epoch by epoch and measures it as it learns.</summary>
internal sealed class TrainingRun
{
    private const float PeakLearningRate = 3e-3f;
    private const int PointsPerEpoch = 4;

    /// <summary>So many training digits tell how well the network knows them; the test set always counts in full.</summary>
    private const int TrainEvaluationCount = 10_000;

    private readonly Model model;
    private readonly DigitData data;
    private readonly SampleOrder order;
    private readonly OneCycle schedule;
    private readonly float[] inputs = new float[Model.BatchSize * DigitSet.ImageLength];
    private readonly int[] labels = new int[Model.BatchSize];
    private readonly Stopwatch clock = new();
    private readonly List<CurvePoint> curve = [];
    private int epochsDone;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">What to train.</param>
    /// <param name="data">The digits to train and test on.</param>
    /// <param name="epochs">How many epochs there will be, on which the learning rate depends.</param>
    /// <param name="seed">Decides the order of the digits.</param>
    public TrainingRun(Model model, DigitData data, int epochs, int seed)
    {
        this.model = model;
        this.data = data;
        order = new SampleOrder(data.Train.Count, seed);

        // The last batch of an epoch may be smaller: a step takes any count up to the batch capacity.
        StepsPerEpoch = (data.Train.Count + Model.BatchSize - 1) / Model.BatchSize;
        schedule = new OneCycle(PeakLearningRate, StepsPerEpoch * epochs);
    }

    /// <summary>The batches of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The time spent in training, without evaluations.</summary>
    public TimeSpan TrainingTime => clock.Elapsed;

    /// <summary>What was measured, in order; the last point is that of the last epoch's end.</summary>
    public IReadOnlyList<CurvePoint> Curve => curve;

    /// <summary>Shows the network every training digit once, in a new order.</summary>
    /// <param name="stepDone">Is called after each step with the loss of its batch.</param>
    public void RunEpoch(Action<float> stepDone)
    {
        order.Shuffle(epochsDone);
        for (int step = 0; step < StepsPerEpoch; step++)
        {
            float loss = Step(step);
            stepDone(loss);

            if ((step + 1) * PointsPerEpoch / StepsPerEpoch > step * PointsPerEpoch / StepsPerEpoch)
                Measure(epochsDone + (step + 1.0) / StepsPerEpoch);
        }

        epochsDone++;
    }

    private float Step(int step)
    {
        clock.Start();
        int start = step * Model.BatchSize;
        int count = Math.Min(Model.BatchSize, data.Train.Count - start);
        data.Train.Gather(order.Indices.Slice(start, count), inputs, labels);
        model.Optimizer.LearningRate = schedule.LearningRate(epochsDone * StepsPerEpoch + step);
        float loss = model.Step(inputs.AsSpan(0, count * DigitSet.ImageLength), labels.AsSpan(0, count));
        clock.Stop();
        return loss;
    }

    private void Measure(double epoch)
    {
        Evaluation train = Evaluation.Of(model.Network, data.Train, TrainEvaluationCount);
        Evaluation test = Evaluation.Of(model.Network, data.Test);
        curve.Add(new CurvePoint(epoch, train, test));
    }
}
