using StaticNet.Bench.Machine;
using StaticNet.Bench.Networks;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Peers.Models;

namespace StaticNet.Bench.Cases;

/// <summary>Training: a step with a full batch of 64, and an epoch as <c>examples/Digits</c> trains it.</summary>
internal static class StepCases
{
    private const int Classes = 10;
    private const int Batch = 64;

    // As many losses are compared with those of peers before anything is timed.
    private const int CheckedSteps = 3;

    /// <summary>A step of a generated trainer, whose class is known only where the network is.</summary>
    private delegate float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    public static IEnumerable<Case> All()
    {
        yield return Of("mlp", () => new Mlp(), UpdateRule.Sgd, Aim.AtMost(280), (net, rule) => new Mlp.Trainer(net, rule).Step);
        yield return Of("mlp", () => new Mlp(), UpdateRule.Adam, Aim.AtMost(350), (net, rule) => new Mlp.Trainer(net, rule).Step);
        yield return Of(
            "lenet5", () => new LeNet5(), UpdateRule.Sgd, Aim.AtMost(2300), (net, rule) => new LeNet5.Trainer(net, rule).Step);
        yield return Of("lenet5", () => new LeNet5(), UpdateRule.Adam, null, (net, rule) => new LeNet5.Trainer(net, rule).Step);
        yield return new Case("lenet5/step-sgd-2-cores", () =>
        {
            float[] inputs = Samples.Uniform(Batch * LeNet5.InputLength);
            int[] labels = Samples.Labels(Batch, Classes);

            // Made once: a delegate made within a run would count as memory that the step allocates.
            Step two = new LeNet5.Trainer(new LeNet5(), new Sgd(0.01f), degreeOfParallelism: 2).Step;
            Step one = new LeNet5.Trainer(new LeNet5(), new Sgd(0.01f)).Step;
            return Subject.Of(runs => Repeat(two, runs)) with
            {
                Flops = (double)NetworkCompilation.Of("LeNet5").CountStepFlops() * Batch,
                OneThread = runs => Repeat(one, runs),
            };

            void Repeat(Step step, int runs)
            {
                for (int run = 0; run < runs; run++)
                    step(inputs, labels);
            }
        });
        yield return Of(
            "cifar", () => new Cifar(), UpdateRule.Sgd, Aim.AtMost(38_000), (net, rule) => new Cifar.Trainer(net, rule).Step);
        yield return new Case("lenet5/epoch", () =>
        {
            var epoch = new LeNetEpoch();
            return Subject.Of(runs =>
            {
                for (int run = 0; run < runs; run++)
                    epoch.Run();
            }) with
            {
                Flops = (double)NetworkCompilation.Of("LeNet5").CountStepFlops() * LeNetEpoch.SampleCount,
            };
        });
    }

    private static Case Of<TNetwork>(
        string network, Func<TNetwork> create, UpdateRule rule, Aim? aim, Func<TNetwork, Optimizer, Step> train)
        where TNetwork : INetwork => new($"{network}/step-{rule.Kind.ToString().ToLowerInvariant()}", () =>
    {
        TNetwork trained = create();
        Model model = Model.Of(trained);
        float[] inputs = Samples.Uniform(Batch * model.InputShape.Aggregate((product, size) => product * size));
        int[] labels = Samples.Labels(Batch, Classes);
        Step step = train(trained, rule.Create());
        float[] losses = [.. Enumerable.Range(0, CheckedSteps).Select(_ => step(inputs, labels))];
        long weights = (1L + rule.States) * trained.Parameters.Length;
        return Subject.Of(runs =>
        {
            for (int run = 0; run < runs; run++)
                step(inputs, labels);
        }) with
        {
            Flops = (double)NetworkCompilation.Of(typeof(TNetwork).Name).CountStepFlops() * Batch,
            Traffic = Traffic.OfFloats(inputs.Length + weights, weights),
            Work = new StepWork(model, labels, inputs, rule, losses),
        };
    })
    {
        Aim = aim,
    };
}
