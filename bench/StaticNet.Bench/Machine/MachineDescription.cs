using System.Runtime.InteropServices;

namespace StaticNet.Bench.Machine;

/// <summary>What figures were measured on.</summary>
/// <param name="Processor">The processor as it calls itself, with its family and model where it tells them.</param>
/// <param name="Cores">How many cores this process may use.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="OperatingSystem">The operating system.</param>
internal sealed record MachineDescription(string Processor, int Cores, string Runtime, string OperatingSystem)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>The machine that this process runs on.</summary>
    public static MachineDescription Current { get; } = new(
        ReadProcessor(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription.Trim());

    private static string ReadProcessor()
    {
        if (!File.Exists(ProcessorFile))
            return RuntimeInformation.ProcessArchitecture.ToString();
        Dictionary<string, string> facts = File.ReadLines(ProcessorFile).TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        string name = facts.GetValueOrDefault("model name", RuntimeInformation.ProcessArchitecture.ToString());
        return facts.TryGetValue("cpu family", out string? family) && facts.TryGetValue("model", out string? model)
            ? $"{name} (family {family}, model {model})"
            : name;
    }
}
