using System.Text;

namespace StaticNet;

/// <summary>The files in which a save is written before it takes its target's place.</summary>
/// <remarks>
/// Their names are a hash of the target's and a random number: short, because the target's may be as long as names can be, and
/// such that what a save left behind when it was killed is known for that of this target.
/// </remarks>
internal static class TemporaryFiles
{
    private const string Suffix = ".tmp";

    /// <summary>A name beside the target that no other file has.</summary>
    public static string NewName(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $"{Prefix(target)}{Guid.NewGuid().ToString("N")[..12]}{Suffix}");

    /// <summary>
    /// Removes what earlier saves of the target left behind. Those that are still at work hold a lock on their file, which the
    /// system takes back from a process that ends, however it ends.
    /// </summary>
    public static void RemoveAbandoned(string target)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $"{Prefix(target)}*{Suffix}"))
                RemoveIfAbandoned(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written to but not listed. What is left there harms nobody.
        }
    }

    private static void RemoveIfAbandoned(string file)
    {
        try
        {
            if (!FileStatus.Of(file, followLinks: false).IsRegular)
                return;
            if (OperatingSystem.IsWindows())
            {
                // Which removes no file that another process has open.
                File.Delete(file);
                return;
            }

            using FileStream unlocked = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, or somebody else's.
        }
    }

    private static string Prefix(string target)
    {
        // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(Path.GetFileName(target)))
            hash = (hash ^ value) * 0x100000001B3;
        return $".staticnet-{hash:x16}-";
    }
}
