using System.Reflection;

namespace StaticNet.Package.Tests.Infrastructure;

/// <summary>
/// The package: the one in the folder that the environment variable STATICNET_PACKAGES names, or one packed for the tests
/// with a version that nobody else has, in build folders of its own, because other tests and builds may run meanwhile.
/// </summary>
public sealed class PackageUnderTest : IDisposable
{
    private const string FolderVariable = "STATICNET_PACKAGES";
    private readonly TemporaryFolder folder = new();

    public PackageUnderTest()
    {
        string? given = Environment.GetEnvironmentVariable(FolderVariable);
        Folder = string.IsNullOrEmpty(given) ? Pack() : System.IO.Path.GetFullPath(given);
        Path = Directory.GetFiles(Folder, "StaticNet.*.nupkg").ShouldHaveSingleItem($"packages in {Folder}");
        Version = System.IO.Path.GetFileNameWithoutExtension(Path)["StaticNet.".Length..];
    }

    /// <summary>The folder that holds it, and no other version.</summary>
    public string Folder { get; }

    /// <summary>The package file.</summary>
    public string Path { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>The folder of the repository.</summary>
    public static string RepositoryRoot { get; } = typeof(PackageUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public void Dispose() => folder.Dispose();

    private string Pack()
    {
        string packages = folder["packages"];
        DotNet.Run(
            RepositoryRoot,
            "pack", "src/StaticNet", "--configuration", "Release", "--output", packages, "--artifacts-path", folder["build"],
            $"-p:PackageVersion=0.0.0-test.{Guid.NewGuid():N}");
        return packages;
    }
}
