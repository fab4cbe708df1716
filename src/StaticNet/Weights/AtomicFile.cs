namespace StaticNet;

/// <summary>A file that replaces another all at once, or not at all.</summary>
/// <remarks>
/// Written beside its target, since a rename is atomic within one file system only, and flushed to the disk before the rename,
/// so that a power cut leaves the old file or the new one. Disposing without <see cref="Commit"/> removes what was written.
/// </remarks>
internal sealed class AtomicFile : IDisposable
{
    private readonly string target;
    private readonly string temporary;
    private bool committed;

    public AtomicFile(string path)
    {
        target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' is not the path of a file.", nameof(path));
        temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        Stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public FileStream Stream { get; }

    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(temporary, target, overwrite: true);
        committed = true;
    }

    public void Dispose()
    {
        if (committed)
            return;
        try
        {
            Stream.Dispose();
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
