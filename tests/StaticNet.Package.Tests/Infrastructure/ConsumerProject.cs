using System.Xml.Linq;

namespace StaticNet.Package.Tests.Infrastructure;

/// <summary>
/// A project outside the repository: a copy of that in Consumer/, or one of some files. It knows the package from a folder, and
/// everything else from wherever this machine gets its packages.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string version;

    /// <summary>A copy of the project in Consumer/.</summary>
    public ConsumerProject(PackageUnderTest package)
        : this(package, [.. Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Consumer"))
            .Select(file => (System.IO.Path.GetFileName(file), File.ReadAllText(file)))])
    {
    }

    /// <summary>A project, or several, of these files. The version of the package is in the property StaticNetVersion.</summary>
    public ConsumerProject(PackageUnderTest package, params (string Path, string Text)[] files)
    {
        version = $"-p:StaticNetVersion={package.Version}";
        foreach ((string path, string text) in files)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder[path])!);
            File.WriteAllText(folder[path], text);
        }

        WriteNuGetConfig(package.Folder);
    }

    /// <summary>The text of a project file for one framework that refers to the package.</summary>
    /// <param name="properties">More properties, as elements.</param>
    /// <param name="items">More items, as elements.</param>
    public static string ProjectFile(string properties = "", string items = "") =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
          <ItemGroup><PackageReference Include="StaticNet" Version="$(StaticNetVersion)" />{items}</ItemGroup>
        </Project>
        """;

    /// <summary>The project's folder.</summary>
    public string Path => folder.Path;

    /// <summary>Runs a command of the dotnet tool that takes properties, such as <c>build</c>, and must succeed.</summary>
    /// <returns>What it printed.</returns>
    public string Run(params string[] arguments) => DotNet.Run(Path, [.. arguments, version]);

    /// <summary>Runs such a command that must fail.</summary>
    /// <returns>What it printed.</returns>
    public string RunFailing(params string[] arguments) => DotNet.RunFailing(Path, [.. arguments, version]);

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
