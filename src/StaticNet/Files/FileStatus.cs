using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StaticNet;

/// <summary>What a path leads to and whose it is, found without opening it: that would block on a pipe and rewind a tape.</summary>
/// <remarks>
/// .NET tells folders from the rest and no more, so Linux is asked itself: by statx, whose record is the same on every processor
/// and in every C library. Where that is not to be had, everything but folders and links counts as a file.
/// </remarks>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The number of its user; null where it is not known.</param>
/// <param name="Group">The number of its group; null where it is not known.</param>
internal readonly partial record struct FileStatus(FileKind Kind, uint? Owner = null, uint? Group = null)
{
    // From linux/stat.h and fcntl.h: the record, and where its fields lie.
    private const int RecordLength = 256;
    private const int OwnerAt = 20;
    private const int GroupAt = 24;
    private const int ModeAt = 28;
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint TypeModeOwnerGroup = 0x1B;

    private const int NoEntry = 2;
    private const int NotAFolder = 20;

    /// <summary>Whether it is what can be read from end to end and replaced.</summary>
    public bool IsRegular => Kind == FileKind.Regular;

    /// <summary>Looks at a path.</summary>
    /// <param name="path">Any path.</param>
    /// <param name="followLinks">Whether a link stands for what it leads to.</param>
    public static FileStatus Of(string path, bool followLinks = true)
    {
        if (OperatingSystem.IsLinux() && OfLinux(path, followLinks) is { } status)
            return status;
        if (!followLinks && new FileInfo(path).LinkTarget is not null)
            return new FileStatus(FileKind.Link);
        return new FileStatus(
            Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing);
    }

    /// <summary>
    /// Gives a file to the same user and group, or to the group alone where the system allows no more.
    /// </summary>
    /// <returns>Whether the file is of the group now.</returns>
    public bool TryGiveTo(SafeFileHandle file)
    {
        if (Owner is not { } owner || Group is not { } group)
            return false;
        return ChangeOwner(file, owner, group) == 0 || ChangeOwner(file, uint.MaxValue, group) == 0;
    }

    /// <summary>What it is, for messages.</summary>
    public string Describe() => Kind switch
    {
        FileKind.Missing => "nothing",
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Device => "a device",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "a link",
    };

    private static FileStatus? OfLinux(string path, bool followLinks)
    {
        Span<byte> record = stackalloc byte[RecordLength];
        int result;
        try
        {
            result = Statx(CurrentFolder, path, followLinks ? 0 : DoNotFollow, TypeModeOwnerGroup, ref MemoryMarshal.GetReference(record));
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }

        if (result != 0)
            return Marshal.GetLastPInvokeError() is NoEntry or NotAFolder ? new FileStatus(FileKind.Missing) : null;
        FileKind kind = (MemoryMarshal.Read<ushort>(record[ModeAt..]) & 0xF000) switch
        {
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0xC000 => FileKind.Socket,
            _ => FileKind.Regular,
        };
        return new FileStatus(kind, MemoryMarshal.Read<uint>(record[OwnerAt..]), MemoryMarshal.Read<uint>(record[GroupAt..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte record);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);
}
