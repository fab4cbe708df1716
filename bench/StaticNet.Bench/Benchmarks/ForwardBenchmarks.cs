using BenchmarkDotNet.Attributes;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Benchmarks;

/// <summary>Inference, one sample a call and a full batch a call.</summary>
[MemoryDiagnoser]
public class ForwardBenchmarks
{
    private readonly Controller controller = new();
    private readonly Mlp mlp = new();
    private readonly LeNet5 lenet = new();
    private readonly float[] inputs = Samples.Uniform(LeNet5.BatchCapacity * LeNet5.InputLength);
    private readonly float[] outputs = new float[LeNet5.BatchCapacity * LeNet5.OutputLength];

    [Benchmark]
    public void Controller_1() =>
        controller.Forward(inputs.AsSpan(0, Controller.InputLength), outputs.AsSpan(0, Controller.OutputLength));

    [Benchmark]
    public void Mlp_1() => mlp.Forward(inputs.AsSpan(0, Mlp.InputLength), outputs.AsSpan(0, Mlp.OutputLength));

    [Benchmark]
    public void Mlp_64() => mlp.Forward(inputs, outputs, Mlp.BatchCapacity);

    [Benchmark]
    public void LeNet5_1() => lenet.Forward(inputs.AsSpan(0, LeNet5.InputLength), outputs.AsSpan(0, LeNet5.OutputLength));

    [Benchmark]
    public void LeNet5_64() => lenet.Forward(inputs, outputs, LeNet5.BatchCapacity);
}
