using System.Diagnostics;

namespace StaticNet.Bench.Machine;

/// <summary>
/// Which tier generated code takes is decided once a process, by what the runtime says that the processor has. Variables of the
/// environment take instruction sets away, so another tier is another process.
/// </summary>
internal static class TierProcess
{
    private static readonly (string Variable, Tier Removes)[] Switches =
    [
        ("DOTNET_EnableAVX512", Tier.Vector512),
        ("DOTNET_EnableAVX2", Tier.Vector256),
        ("DOTNET_EnableHWIntrinsic", Tier.Vector128),
    ];

    /// <summary>Whether this process was started for a tier, so that it has the tier or the machine lacks it.</summary>
    public static bool IsSetFor(Tier tier) => Switches.All(
        one => Environment.GetEnvironmentVariable(one.Variable) == Setting(one.Removes, tier));

    /// <summary>Runs this program again in a tier, on the same terminal.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(Tier tier, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = OwnProcess.With(arguments);
        foreach ((string variable, Tier removes) in Switches)
            start.Environment[variable] = Setting(removes, tier);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    // A tier is taken away with those above it, and is there where nothing is said.
    private static string? Setting(Tier removes, Tier wanted) => removes == wanted + 1 ? "0" : null;
}
