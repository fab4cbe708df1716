using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using StaticNet.Bench.Cases;
using StaticNet.Bench.Networks;

namespace StaticNet.Bench.Commands;

/// <summary>
/// Prints how many seconds a first call took; the summary starts it in processes of its own. What the call needs is there
/// before: the network, its trainer, the samples.
/// </summary>
internal static class FirstCallCommand
{
    public const string Name = "first-call";
    public const string Forward = "forward";
    public const string Step = "step";

    public static Command Create()
    {
        var call = new Argument<string>("call");
        call.AcceptOnlyFromAmong(Forward, Step);
        var command = new Command(Name, "Times the first call of a process") { call };
        command.Hidden = true;
        command.SetAction(result =>
        {
            double seconds = result.GetRequiredValue(call) == Forward ? TimeForward() : TimeStep();
            Console.Out.Write(seconds.ToString("R", CultureInfo.InvariantCulture));
        });
        return command;
    }

    private static double TimeForward()
    {
        var network = new LeNet5();
        float[] input = Samples.Uniform(LeNet5.InputLength);
        var output = new float[LeNet5.OutputLength];
        long start = Stopwatch.GetTimestamp();
        network.Forward(input, output);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double TimeStep()
    {
        var trainer = new LeNet5.Trainer(new LeNet5(), new Sgd(0.01f));
        float[] inputs = Samples.Uniform(LeNet5.BatchCapacity * LeNet5.InputLength);
        int[] labels = Samples.Labels(LeNet5.BatchCapacity, LeNet5.OutputLength);
        long start = Stopwatch.GetTimestamp();
        trainer.Step(inputs, labels);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
