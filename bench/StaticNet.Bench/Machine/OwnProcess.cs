using System.Diagnostics;

namespace StaticNet.Bench.Machine;

/// <summary>This program once more, in a process of its own.</summary>
internal static class OwnProcess
{
    /// <summary>How to start it with other arguments; it inherits the environment.</summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments)
    {
        string host = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        bool isDotNet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        return new ProcessStartInfo(host, isDotNet ? [typeof(OwnProcess).Assembly.Location, .. arguments] : arguments);
    }
}
