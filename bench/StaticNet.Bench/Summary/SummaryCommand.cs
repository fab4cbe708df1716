using StaticNet.Bench.Cases;
using StaticNet.Bench.Machine;

namespace StaticNet.Bench.Summary;

/// <summary>
/// Measures all cases in this process, one after another, and prints a line of JSON for each. Short, comparable from run to
/// run, and for every SIMD tier: start it with <c>DOTNET_EnableAVX512=0</c> or <c>DOTNET_EnableAVX2=0</c> for the lower ones.
/// </summary>
internal static class SummaryCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="filters">Parts of names; a case runs if it contains one of them. None: all run.</param>
    public static void Run(string[] filters)
    {
        double peak = Peak.MeasureFlops();
        Console.WriteLine(SummaryLine.OfMachine(peak));
        Case[] cases = [.. ForwardCases.All(), .. TrainingCases.All(), .. GeneratorCases.All()];
        foreach (Case subject in cases)
        {
            if (filters.Length == 0 || filters.Any(subject.Name.Contains))
                Console.WriteLine(SummaryLine.Of(subject, Measurement.Of(subject), peak));
        }
    }
}
