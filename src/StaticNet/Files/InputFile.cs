using Microsoft.Win32.SafeHandles;

namespace StaticNet;

/// <summary>A file that is read at places of its own choice, and must be the same at the end as at the beginning.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly DateTime lastWrite;

    /// <summary>Opens a file and takes its length, which holds from then on.</summary>
    /// <exception cref="IOException">There is no file, or something else.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public InputFile(string path)
    {
        RequireFile(path);
        this.path = path;
        handle = File.OpenHandle(path);
        try
        {
            Length = RandomAccess.GetLength(handle);
            lastWrite = File.GetLastWriteTimeUtc(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Refuses what is no file, where opening it would wait, change a device, or throw something that is not documented.</summary>
    /// <exception cref="IOException">Something else than a file is there.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    public static void RequireFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStatus status = FileStatus.Of(Path.GetFullPath(path));
        if (status.Kind is not (FileKind.Regular or FileKind.Missing))
            throw new IOException($"'{path}' is {status.Describe()}, not a file that can be loaded.");
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    /// <exception cref="IOException">The file ends before, which it did not when it was opened.</exception>
    public void Read(Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(handle, bytes, position);
            if (read == 0)
                throw Changed();
            bytes = bytes[read..];
            position += read;
        }
    }

    /// <summary>Requires that nobody has written to the file since it was opened: what was read may be half old, half new.</summary>
    /// <exception cref="IOException">Somebody has.</exception>
    public void RequireUnchanged()
    {
        if (RandomAccess.GetLength(handle) != Length || File.GetLastWriteTimeUtc(handle) != lastWrite)
            throw Changed();
    }

    public void Dispose() => handle.Dispose();

    private IOException Changed() =>
        new($"'{path}' changed while it was read, and nothing was loaded. Load it when it is complete.");
}
