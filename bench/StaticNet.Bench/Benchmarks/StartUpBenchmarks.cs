using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Benchmarks;

/// <summary>The first call in a process, nearly all of it compiling: every launch is one call.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 15, warmupCount: 0, iterationCount: 1, invocationCount: 1)]
public class StartUpBenchmarks
{
    private readonly LeNet5 network = new();
    private readonly LeNet5.Trainer trainer = new(new LeNet5(), new Sgd(0.01f));
    private readonly float[] inputs = Samples.Uniform(LeNet5.BatchCapacity * LeNet5.InputLength);
    private readonly int[] labels = Samples.Labels(LeNet5.BatchCapacity, LeNet5.OutputLength);
    private readonly float[] output = new float[LeNet5.OutputLength];

    [Benchmark]
    public void FirstForward() => network.Forward(inputs.AsSpan(0, LeNet5.InputLength), output);

    [Benchmark]
    public float FirstStep() => trainer.Step(inputs, labels);
}
