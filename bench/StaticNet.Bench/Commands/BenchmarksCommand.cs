using System.CommandLine;
using BenchmarkDotNet.Running;

namespace StaticNet.Bench.Commands;

/// <summary>Hands its arguments to BenchmarkDotNet: more statistics, and a process of its own for every benchmark.</summary>
internal static class BenchmarksCommand
{
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "What BenchmarkDotNet understands, behind --: benchmarks -- --filter '*LeNet5*'",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("benchmarks", "Runs the classes of BenchmarkDotNet") { arguments };
        command.SetAction(result =>
        {
            BenchmarkSwitcher.FromAssembly(typeof(BenchmarksCommand).Assembly).Run(result.GetValue(arguments));
        });
        return command;
    }
}
