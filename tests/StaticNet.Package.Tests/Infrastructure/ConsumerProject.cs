using System.Xml.Linq;

namespace StaticNet.Package.Tests.Infrastructure;

/// <summary>
/// A copy of the project in Consumer/, outside the repository: it knows the package from a folder, and everything else from
/// wherever this machine gets its packages.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string version;

    public ConsumerProject(PackageUnderTest package)
    {
        version = $"-p:StaticNetVersion={package.Version}";
        foreach (string file in Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Consumer")))
            File.Copy(file, folder[System.IO.Path.GetFileName(file)]);
        WriteNuGetConfig(package.Folder);
    }

    /// <summary>The project's folder.</summary>
    public string Path => folder.Path;

    /// <summary>Runs a command of the dotnet tool that takes properties, such as <c>build</c>.</summary>
    /// <returns>What it printed.</returns>
    public string Run(params string[] arguments) => DotNet.Run(Path, [.. arguments, version]);

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// NuGet merges this with the settings of the machine. The package goes into a folder of its own, which ends with the test;
    /// packages that the machine already has are taken from where they are.
    /// </summary>
    private void WriteNuGetConfig(string packages)
    {
        string cache = DotNet.Run(Path, "nuget", "locals", "global-packages", "--list").Trim();
        var fallback = new XElement("fallbackPackageFolders");
        string machine = cache[(cache.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        if (Directory.Exists(machine))
            fallback.Add(Add("Machine", machine));
        new XElement(
            "configuration",
            new XElement("config", Add("globalPackagesFolder", folder["packages"])),
            new XElement("packageSources", Add("StaticNetUnderTest", packages)),
            fallback).Save(folder["NuGet.config"]);
    }

    private static XElement Add(string key, string value) =>
        new("add", new XAttribute("key", key), new XAttribute("value", value));
}
