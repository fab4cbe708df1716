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
    private readonly FileStream stream;
    private bool committed;

    public AtomicFile(string path)
    {
        target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException(
            $"'{path}' is not the path of a file.", nameof(path));
        temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (ArgumentOutOfRangeException error)
        {
            // What .NET makes of EFBIG: the file system, or a quota, allows no file of that length.
            throw new IOException($"'{target}' would be longer than files may be here; it is as it was.", error);
        }
    }

    public void Commit()
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, target, overwrite: true);
        committed = true;
    }

    public void Dispose()
    {
        if (committed)
            return;
        try
        {
            stream.Dispose();
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
