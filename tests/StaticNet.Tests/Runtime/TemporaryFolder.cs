namespace StaticNet.Tests.Runtime;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("staticnet-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string[] Names() =>
        Directory.GetFileSystemEntries(Path)
            .Select(entry => System.IO.Path.GetFileName(entry))
            .Order(StringComparer.Ordinal)
            .ToArray();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
