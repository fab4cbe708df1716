using System.CommandLine;
using StaticNet.Bench.Machine;
using StaticNet.Bench.Peers;
using StaticNet.Bench.Summary;

namespace StaticNet.Bench.Commands;

/// <summary>
/// Measures all cases in this process, one after another, and prints a table on a terminal, and a line of JSON for each
/// everywhere else.
/// </summary>
internal static class SummaryCommand
{
    private const string TierOption = "--tier";
    private const int DefaultRounds = 31;
    private const int MostRounds = 1001;

    public static Command Create()
    {
        var filters = new Option<string[]>("--filter")
        {
            Description = "Cases whose names contain this, or fit it where it has * or ? in it; may be repeated [default: all]",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var tier = new Option<Tier?>(TierOption)
        {
            Description = "The SIMD tier to measure [default: the widest that the machine has]",
        };
        var rounds = new Option<int>("--repeat")
        {
            Description = "How often everything is sampled; a median is taken over these rounds",
            HelpName = "rounds",
            DefaultValueFactory = _ => DefaultRounds,
        };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostRounds)
                result.AddError($"--repeat: expected a whole number from 1 to {MostRounds}.");
        });
        var peers = new Option<string[]>("--peers")
        {
            Description = $"What to measure beside StaticNet: {PeerSet.None}, {PeerSet.All}, or some of "
                + string.Join(", ", PeerSet.Names),
            HelpName = "names",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [PeerSet.All],
        };
        peers.AcceptOnlyFromAmong([PeerSet.None, PeerSet.All, .. PeerSet.Names]);
        var json = new Option<string?>("--json")
        {
            Description = "A file for the lines of JSON; - is the standard output, which gets them unless it is a terminal",
            HelpName = "file",
        };
        var report = new Option<bool>("--report")
        {
            Description = "Writes the tables and pictures of docs/benchmarks.md for this tier, when all is measured",
        };

        var command = new Command("summary", "Measures every case within a few minutes")
        {
            filters, tier, rounds, peers, json, report,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(report) && result.GetValue(filters) is { Length: > 0 })
                result.AddError("--report writes tables of all cases: leave --filter out.");
        });
        command.SetAction(result =>
        {
            if (result.GetValue(tier) is { } wanted && wanted != Tiers.Current)
                return RunInTier(wanted, [.. result.Tokens.Select(token => token.Value)]);
            return SummaryRun.Run(new SummaryOptions(
                result.GetRequiredValue(filters),
                result.GetValue(rounds),
                result.GetRequiredValue(peers),
                result.GetValue(json),
                result.GetValue(report)));
        });
        return command;
    }

    private static int RunInTier(Tier tier, IReadOnlyList<string> arguments)
    {
        if (!TierProcess.IsSetFor(tier))
            return TierProcess.Run(tier, arguments);
        Console.Error.WriteLine(
            $"{TierOption}: this machine has no {tier.Name()}; the widest tier below that is {Tiers.Current.Name()}.");
        return 2;
    }
}
