using System.CommandLine;
using System.Globalization;
using StaticNet.Bench.Alternatives;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Measuring;

namespace StaticNet.Bench.Commands;

/// <summary>
/// Runs the schedules that the compiler has for a shape against each other, and shows where its cost model chose wrongly.
/// </summary>
internal static class AlternativesCommand
{
    /// <summary>A choice is wrong where another schedule is faster by more than what measurements differ by.</summary>
    private const double Tolerance = 0.03;

    public static Command Create()
    {
        var filter = new Option<string[]>("--filter") { Description = "Parts of the names of shapes, such as conv or dense-784; all without it", AllowMultipleArgumentsPerToken = true };
        var repeat = new Option<int>("--repeat") { Description = "Rounds, each of which runs every schedule once", DefaultValueFactory = _ => 15 };
        var command = new Command("alternatives", "Measures the schedules of a shape beside what the cost model expects of them") { filter, repeat };
        command.SetAction(result => Run(result.GetValue(filter) ?? [], result.GetValue(repeat)));
        return command;
    }

    private static int Run(IReadOnlyList<string> filters, int rounds)
    {
        Shapes[] shapes = [.. Shapes.All.Where(shape => filters.Count == 0 || filters.Any(part => shape.Name.Contains(part, StringComparison.Ordinal)))];
        if (shapes.Length == 0)
        {
            Console.Error.WriteLine($"--filter: no shape fits; there are {string.Join(", ", Shapes.All.Select(shape => shape.Name))}.");
            return 2;
        }

        Console.WriteLine($"{Tiers.Current.Name()}; cycles of the cost model are an estimate for a call, not a time of this machine.");
        int wrong = 0;
        foreach (Shapes shape in shapes)
            wrong += Measure(shape, rounds) ? 0 : 1;
        Console.WriteLine($"{shapes.Length} shapes, {wrong} where another schedule than the chosen one is faster by more than {Tolerance:P0}.");
        return 0;
    }

    /// <summary>Measures and prints a shape.</summary>
    /// <returns>Whether the choice is right.</returns>
    private static bool Measure(Shapes shape, int rounds)
    {
        IReadOnlyList<Alternative> alternatives = shape.Alternatives();

        // Kernels are compiled for good at once; whole networks wait until the runtime has compiled all that the compiler left it to do.
        double warmUp = alternatives.All(alternative => alternative.Kernel is null) ? 1 : 0.4;
        Contender[] contenders = [Contender.Managed(Peak.Run), .. CompiledAlternatives.Of(shape, alternatives).Select(run => Contender.Managed(run, warmUp))];
        double[][] samples = Rounds.Take(contenders, rounds);
        double[] medians = [.. samples.Skip(1).Select(Rounds.Median)];
        double best = medians.Min();
        int chosen = Enumerable.Range(0, alternatives.Count).Single(i => alternatives[i].IsChosen);

        // Compared within rounds, so that a slow moment of the machine counts for both.
        int fastest = Array.IndexOf(medians, best);
        double loss = Rounds.Median(samples[chosen + 1].Zip(samples[fastest + 1], (ours, other) => ours / other)) - 1;
        bool isRight = loss <= Tolerance;
        Console.WriteLine();
        Console.WriteLine(isRight ? shape.Name : string.Create(CultureInfo.InvariantCulture, $"{shape.Name}: chosen wrongly, {loss:P0} slower than the fastest"));
        for (int i = 0; i < alternatives.Count; i++)
        {
            double fraction = Rounds.Median(samples[i + 1].Zip(samples[0], (us, peakUs) => shape.Flops / us / (Peak.FlopsARun / peakUs)));
            string cycles = double.IsNaN(alternatives[i].Cycles) ? "" : alternatives[i].Cycles.ToString("N0", CultureInfo.InvariantCulture);
            string mark = i == chosen ? "chosen" : i == fastest ? "fastest" : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {alternatives[i].Name,-46}{cycles,14} cycles{medians[i],12:N3} us{fraction,8:P0} of peak  {mark}"));
        }

        return isRight;
    }
}
