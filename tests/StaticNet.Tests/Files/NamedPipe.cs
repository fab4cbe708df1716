using System.Runtime.InteropServices;

namespace StaticNet.Tests.Files;

/// <summary>Makes what .NET cannot make: a pipe with a name.</summary>
internal static class NamedPipe
{
    /// <summary>Makes the pipe unless it is there.</summary>
    public static string Create(string path)
    {
        MakePipe(path, Convert.ToUInt32("600", 8));
        return path;
    }

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int MakePipe(string path, uint mode);
}
