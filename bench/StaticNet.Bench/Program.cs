using BenchmarkDotNet.Running;
using StaticNet.Bench.Summary;

// `summary` measures everything within a minute or two, a line of JSON a case; anything else goes to BenchmarkDotNet, which
// takes its time and explains itself with --help.
if (args is ["summary", .. var filters])
    SummaryCommand.Run(filters);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
