using StaticNet.Bench.Networks;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Cases;

/// <summary>Inference: one sample, whose weights come from memory once each, and a full batch.</summary>
internal static class ForwardCases
{
    public static IEnumerable<Case> All()
    {
        var controller = new Controller();
        var controllerInputs = Samples.Uniform(Controller.BatchCapacity * Controller.InputLength);
        yield return One("controller", Controller.ForwardFlops, Controller.ParameterCount, runs =>
        {
            ReadOnlySpan<float> input = controllerInputs.AsSpan(0, Controller.InputLength);
            for (int run = 0; run < runs; run++)
                controller.Forward(input);
        });
        yield return Batch("controller", Controller.ForwardFlops, Controller.BatchCapacity, runs =>
        {
            for (int run = 0; run < runs; run++)
                controller.Forward(controllerInputs, Controller.BatchCapacity);
        });

        var mlp = new Mlp();
        var mlpInputs = Samples.Uniform(Mlp.BatchCapacity * Mlp.InputLength);
        yield return One("mlp", Mlp.ForwardFlops, Mlp.ParameterCount, runs =>
        {
            ReadOnlySpan<float> input = mlpInputs.AsSpan(0, Mlp.InputLength);
            for (int run = 0; run < runs; run++)
                mlp.Forward(input);
        });
        yield return Batch("mlp", Mlp.ForwardFlops, Mlp.BatchCapacity, runs =>
        {
            for (int run = 0; run < runs; run++)
                mlp.Forward(mlpInputs, Mlp.BatchCapacity);
        });

        var lenet = new LeNet5();
        var lenetInputs = Samples.Uniform(LeNet5.BatchCapacity * LeNet5.InputLength);
        yield return One("lenet5", LeNet5.ForwardFlops, LeNet5.ParameterCount, runs =>
        {
            ReadOnlySpan<float> input = lenetInputs.AsSpan(0, LeNet5.InputLength);
            for (int run = 0; run < runs; run++)
                lenet.Forward(input);
        });
        yield return Batch("lenet5", LeNet5.ForwardFlops, LeNet5.BatchCapacity, runs =>
        {
            for (int run = 0; run < runs; run++)
                lenet.Forward(lenetInputs, LeNet5.BatchCapacity);
        });
    }

    private static Case One(string network, long flops, int parameters, Action<int> run) =>
        new($"{network}/forward", run) { Flops = flops, Bytes = parameters * sizeof(float) };

    private static Case Batch(string network, long flops, int count, Action<int> run) =>
        new($"{network}/forward-{count}", run) { Flops = flops * count };
}
