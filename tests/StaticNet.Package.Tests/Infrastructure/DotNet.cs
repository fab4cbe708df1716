using System.Diagnostics;
using StaticNet.Tests.Shared;

namespace StaticNet.Package.Tests.Infrastructure;

/// <summary>Runs programs and the dotnet command as a user would, with nothing inherited from the test run.</summary>
internal static class DotNet
{
    /// <summary>Runs a dotnet command that must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string folder, params string[] arguments) => RunProgram("dotnet", folder, arguments);

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static string RunProgram(string program, string folder, params string[] arguments)
    {
        (int code, string printed) = Execute(program, folder, arguments);
        code.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{printed}");
        return printed;
    }

    /// <summary>Runs a dotnet command that must fail.</summary>
    /// <returns>What it printed.</returns>
    public static string RunFailing(string folder, params string[] arguments)
    {
        (int code, string printed) = Execute("dotnet", folder, arguments);
        code.ShouldNotBe(0, $"dotnet {string.Join(' ', arguments)}\n{printed}");
        return printed;
    }

    private static (int Code, string Printed) Execute(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The build that runs the tests points its children to its own engine; no user's build would.
        foreach (string name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
            start.Environment.Remove(name);

        // A server that outlives the command would hold its output open, and files in its folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience.Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}: still running after {Patience.Limit}");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "DOTNET_HOST_PATH";
}
