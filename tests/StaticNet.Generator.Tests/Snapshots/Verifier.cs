using System.Reflection;
using System.Runtime.CompilerServices;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>
/// Compares text with a snapshot under Verify's file conventions: <c>Class.Method#part.verified.cs</c> beside the test, and
/// <c>.received.</c> in its stead where they differ. Verify itself cannot be restored everywhere; where it can, this file alone
/// makes way for it. <c>STATICNET_ACCEPT_SNAPSHOTS=1</c> makes what was received the snapshot.
/// </summary>
internal static class Verifier
{
    public static void Verify(
        string text, string extension, string? part = null, [CallerMemberName] string method = "", [CallerFilePath] string path = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(path)}.{method}{(part is null ? "" : "#" + part)}";
        var verified = Path.Combine(FolderOf(path), $"{name}.verified.{extension}");
        var received = Path.Combine(FolderOf(path), $"{name}.received.{extension}");
        text = Normalize(text);
        var expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        if (text == expected)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("STATICNET_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, text);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail(expected is null
            ? $"{name} has no snapshot yet; look at {Path.GetFileName(received)} and rename it to {Path.GetFileName(verified)} if it is right"
            : $"{name} differs from its snapshot: {Difference(expected, text)}");
    }

    /// <summary>
    /// The folder of a source file. A build for publication hides where it ran, so source files are looked up from the project's
    /// folder, which the project file writes into the assembly.
    /// </summary>
    private static string FolderOf(string path)
    {
        var assembly = typeof(Verifier).Assembly;
        var project = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ProjectDirectory").Value!;
        var unified = path.Replace('\\', '/');
        var root = assembly.GetName().Name + "/";
        return Path.Combine(project, Path.GetDirectoryName(unified[(unified.LastIndexOf(root, StringComparison.Ordinal) + root.Length)..])!);
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Difference(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Min(before.Length, after.Length)).FirstOrDefault(i => before[i] != after[i], Math.Min(before.Length, after.Length));
        return $"line {line + 1} was\n    {before.ElementAtOrDefault(line)}\nand is\n    {after.ElementAtOrDefault(line)}";
    }
}
