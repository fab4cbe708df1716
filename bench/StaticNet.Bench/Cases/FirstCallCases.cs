using System.Diagnostics;
using System.Globalization;
using StaticNet.Bench.Commands;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Cases;

/// <summary>What the first call in a process takes, nearly all of it compiling: each sample is a process of its own.</summary>
internal static class FirstCallCases
{
    public static IEnumerable<Case> All()
    {
        yield return Of("lenet5/first-forward", FirstCallCommand.Forward, 60_000);
        yield return Of("lenet5/first-step", FirstCallCommand.Step, 250_000);
    }

    private static Case Of(string name, string call, double aim) => new(
        name, () => new Subject(Contender.Once(() => Seconds(call))))
    {
        Aim = Aim.AtMost(aim),
    };

    private static double Seconds(string call)
    {
        ProcessStartInfo start = OwnProcess.With(FirstCallCommand.Name, call);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The process of the first call ended with {process.ExitCode}: {output}");
    }
}
