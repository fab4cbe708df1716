using BenchmarkDotNet.Attributes;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Benchmarks;

/// <summary>Inference, one sample a call and a full batch a call.</summary>
[MemoryDiagnoser]
public class ForwardBenchmarks
{
    private readonly Tiny tiny = new();
    private readonly Small small = new();
    private readonly Controller controller = new();
    private readonly DenseLayer784 dense = new();
    private readonly Mlp mlp = new();
    private readonly LeNet5 lenet = new();
    private readonly float[] inputs = Samples.Uniform(LeNet5.BatchCapacity * LeNet5.InputLength);
    private readonly float[] outputs = new float[DenseLayer784.BatchCapacity * DenseLayer784.OutputLength];

    [Benchmark]
    public void Tiny_1() => tiny.Forward(inputs.AsSpan(0, Tiny.InputLength), outputs.AsSpan(0, Tiny.OutputLength));

    [Benchmark]
    public void Small_1() => small.Forward(inputs.AsSpan(0, Small.InputLength), outputs.AsSpan(0, Small.OutputLength));

    [Benchmark]
    public void Controller_1() =>
        controller.Forward(inputs.AsSpan(0, Controller.InputLength), outputs.AsSpan(0, Controller.OutputLength));

    [Benchmark]
    public void Dense_64() => dense.Forward(inputs, outputs, DenseLayer784.BatchCapacity);

    [Benchmark]
    public void Mlp_1() => mlp.Forward(inputs.AsSpan(0, Mlp.InputLength), outputs.AsSpan(0, Mlp.OutputLength));

    [Benchmark]
    public void Mlp_64() => mlp.Forward(inputs, outputs.AsSpan(0, Mlp.BatchCapacity * Mlp.OutputLength), Mlp.BatchCapacity);

    [Benchmark]
    public void LeNet5_1() => lenet.Forward(inputs.AsSpan(0, LeNet5.InputLength), outputs.AsSpan(0, LeNet5.OutputLength));

    [Benchmark]
    public void LeNet5_64() =>
        lenet.Forward(inputs, outputs.AsSpan(0, LeNet5.BatchCapacity * LeNet5.OutputLength), LeNet5.BatchCapacity);
}
