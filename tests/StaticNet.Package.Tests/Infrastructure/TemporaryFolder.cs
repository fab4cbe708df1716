namespace StaticNet.Package.Tests.Infrastructure;

/// <summary>A folder outside the repository, so that none of its build files or settings applies there.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("StaticNet.Package.Tests.").FullName;

    /// <summary>A path within the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
