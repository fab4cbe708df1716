using System.Runtime.Versioning;

namespace StaticNet;

/// <summary>A file that replaces another all at once, or not at all.</summary>
/// <remarks>
/// Written beside its target, since a rename is atomic within one file system only, and flushed to the disk before the rename,
/// so that a power cut leaves the old file or the new one. Disposing without <see cref="TryCommit"/> removes what was written.
/// A symbolic link is followed and stays, and the new file has the mode and, where the system allows it, the owner of the old.
/// </remarks>
internal sealed class AtomicFile : IDisposable
{
    // Whoever clears up after killed saves may catch a file between its creation and its lock.
    private const int Attempts = 5;
    private const UnixFileMode GroupMode = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode OtherMode = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string path;
    private readonly string target;
    private readonly FileStatus replaced;
    private readonly UnixFileMode? mode;
    private readonly FileStream stream;
    private string temporary;
    private bool committed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">What to create or replace once all is written.</param>
    /// <exception cref="IOException">Something else than a file is there, or none can be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public AtomicFile(string path)
    {
        this.path = path;
        string full = Path.GetFullPath(path);
        replaced = FileStatus.Of(full);
        if (replaced.Kind is not (FileKind.Regular or FileKind.Missing))
            throw new IOException($"'{path}' is {replaced.Describe()}, which no file can replace. Give the path of a file.");
        target = LinkedPath.Follow(full);
        string? folder = Path.GetDirectoryName(target);
        if (folder is null || Path.GetFileName(target).Length == 0)
            throw new IOException($"'{path}' is the path of a folder. Give the path of a file.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"'{path}' cannot be saved: there is no folder '{folder}'.");

        // The files of /proc/self/fd are links to names that may be none.
        if (replaced.IsRegular && !FileStatus.Of(target).IsRegular)
            throw new IOException($"'{path}' is a file without a name, which no other can replace. Give the path of a file.");
        temporary = "";
        try
        {
            if (replaced.IsRegular && !OperatingSystem.IsWindows())
                mode = File.GetUnixFileMode(target);
            TemporaryFiles.RemoveAbandoned(target);
            stream = Create();
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnauthorizedAccessException($"'{path}' could not be saved, and is as it was: no file may be created in '{folder}'.");
        }
        catch (IOException error)
        {
            throw Failure(error);
        }
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
            throw new IOException($"'{path}' would be longer than files may be here; it is as it was.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(error);
        }
    }

    /// <summary>Replaces the target.</summary>
    /// <returns>
    /// False if what was written is gone, so that all must be written again: between the end of its lock and the rename, another
    /// process took it for left behind.
    /// </returns>
    public bool TryCommit()
    {
        try
        {
            if (mode is { } kept && !OperatingSystem.IsWindows())
                KeepAccess(kept);
            stream.Flush(flushToDisk: true);

            // Before the rename: under its new name, readers would meet the lock.
            stream.Dispose();
            File.Move(temporary, target, overwrite: true);
            committed = true;
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(error);
        }
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
            Delete(temporary);
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone, or nothing in it may be deleted any more. Why the save failed matters more.
        }
    }

    private FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };

        // Nobody reads weights on their way to a file that he may not read.
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (int attempt = 1; ; attempt++)
        {
            temporary = TemporaryFiles.NewName(target);
            try
            {
                var created = new FileStream(temporary, options);
                if (attempt == Attempts || File.Exists(temporary))
                    return created;
                created.Dispose();
            }
            catch (IOException error) when (attempt < Attempts && error.GetType() == typeof(IOException))
            {
            }
        }
    }

    [UnsupportedOSPlatform("windows")]
    private void KeepAccess(UnixFileMode kept)
    {
        // What the old group was allowed is not for the writer's, who gets no more than all others.
        if (replaced.Group is not null && !replaced.TryGiveTo(stream.SafeFileHandle))
            kept &= ~GroupMode | (UnixFileMode)((int)(kept & OtherMode) << 3);
        File.SetUnixFileMode(stream.SafeFileHandle, kept);
    }

    /// <summary>The same kind of exception, about the file that the caller knows.</summary>
    private Exception Failure(Exception error)
    {
        string reason = temporary.Length == 0 ? error.Message : error.Message.Replace(temporary, target, StringComparison.Ordinal);
        string message = $"'{path}' could not be saved, and is as it was: {reason}";
        return error switch
        {
            UnauthorizedAccessException => new UnauthorizedAccessException(message),
            DirectoryNotFoundException => new DirectoryNotFoundException(message),
            PathTooLongException => new PathTooLongException(message),
            _ => new IOException(message, error.HResult),
        };
    }
}
