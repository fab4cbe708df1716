using BenchmarkDotNet.Attributes;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Benchmarks;

/// <summary>A training step with a full batch: forward, loss, backward and update.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    private readonly Mlp.Trainer mlpSgd = new(new Mlp(), new Sgd(0.01f));
    private readonly Mlp.Trainer mlpAdam = new(new Mlp(), new Adam());
    private readonly LeNet5.Trainer lenetSgd = new(new LeNet5(), new Sgd(0.01f));
    private readonly LeNet5.Trainer lenetAdam = new(new LeNet5(), new Adam());
    private readonly Cifar.Trainer cifarSgd = new(new Cifar(), new Sgd(0.01f));
    private readonly float[] inputs = Samples.Uniform(LeNet5.BatchCapacity * LeNet5.InputLength);
    private readonly float[] colours = Samples.Uniform(Cifar.BatchCapacity * Cifar.InputLength);
    private readonly int[] labels = Samples.Labels(LeNet5.BatchCapacity, LeNet5.OutputLength);

    [Benchmark]
    public float Mlp_Sgd() => mlpSgd.Step(inputs, labels);

    [Benchmark]
    public float Mlp_Adam() => mlpAdam.Step(inputs, labels);

    [Benchmark]
    public float LeNet5_Sgd() => lenetSgd.Step(inputs, labels);

    [Benchmark]
    public float LeNet5_Adam() => lenetAdam.Step(inputs, labels);

    [Benchmark]
    public float Cifar_Sgd() => cifarSgd.Step(colours, labels);
}
