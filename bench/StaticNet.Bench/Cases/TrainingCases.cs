using StaticNet.Bench.Networks;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Cases;

/// <summary>Training: a step with a full batch, and an epoch as <c>examples/Digits</c> trains it.</summary>
internal static class TrainingCases
{
    private const int Classes = 10;

    public static IEnumerable<Case> All()
    {
        float[] inputs = Samples.Uniform(Mlp.BatchCapacity * Mlp.InputLength);
        int[] labels = Samples.Labels(Mlp.BatchCapacity, Classes);

        long mlpFlops = NetworkCompilation.Of("Mlp").CountStepFlops() * Mlp.BatchCapacity;
        var mlpSgd = new Mlp.Trainer(new Mlp(), new Sgd(0.01f));
        yield return Step("mlp", "sgd", mlpFlops, () => mlpSgd.Step(inputs, labels));
        var mlpAdam = new Mlp.Trainer(new Mlp(), new Adam());
        yield return Step("mlp", "adam", mlpFlops, () => mlpAdam.Step(inputs, labels));

        long lenetFlops = NetworkCompilation.Of("LeNet5").CountStepFlops() * LeNet5.BatchCapacity;
        var lenetSgd = new LeNet5.Trainer(new LeNet5(), new Sgd(0.01f));
        yield return Step("lenet5", "sgd", lenetFlops, () => lenetSgd.Step(inputs, labels));
        var lenetAdam = new LeNet5.Trainer(new LeNet5(), new Adam());
        yield return Step("lenet5", "adam", lenetFlops, () => lenetAdam.Step(inputs, labels));

        var epoch = new Lazy<LeNetEpoch>(() => new LeNetEpoch());
        yield return new Case("lenet5/epoch", runs =>
        {
            for (int run = 0; run < runs; run++)
                epoch.Value.Run();
        })
        {
            Flops = lenetFlops / LeNet5.BatchCapacity * LeNetEpoch.SampleCount,
        };
    }

    private static Case Step(string network, string optimizer, long flops, Func<float> step) =>
        new($"{network}/step-{optimizer}", runs =>
        {
            for (int run = 0; run < runs; run++)
                step();
        })
        {
            Flops = flops,
        };
}
