using System.CommandLine;
using StaticNet.Bench.Commands;

// One file a command.
return new RootCommand("Measures what StaticNet generates, and what others take for the same.")
{
    SummaryCommand.Create(),
    AlternativesCommand.Create(),
    BenchmarksCommand.Create(),
    FirstCallCommand.Create(),
}.Parse(args).Invoke();
