using System.Reflection;
using System.Runtime.CompilerServices;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>
/// Compares text with a snapshot in a file beside the test, under the conventions of Verify: what is expected stands in
/// <c>Class.Method.verified.txt</c> (<c>Class.Method#hint.verified.txt</c> where a test has several), what came instead is
/// written to <c>.received.</c> beside it. Set <c>STATICNET_ACCEPT_SNAPSHOTS=1</c> to take what comes as the new snapshots.
/// </summary>
internal static class Verifier
{
    private const int ContextLines = 3;

    /// <param name="text">What came.</param>
    /// <param name="extension">Of the file: <c>txt</c> or <c>cs</c>.</param>
    /// <param name="hint">Tells snapshots of one test apart.</param>
    /// <param name="file">The test's file; given by the compiler.</param>
    /// <param name="method">The test's name; given by the compiler.</param>
    public static void Verify(
        string text, string extension = "txt", string hint = "", [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var name = Path.Combine(FolderOf(file), $"{Path.GetFileNameWithoutExtension(file)}.{method}{(hint.Length > 0 ? "#" + hint : "")}");
        var (verified, received) = ($"{name}.verified.{extension}", $"{name}.received.{extension}");
        var actual = Normalize(text);
        var expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        File.Delete(received);
        if (actual == expected)
            return;
        if (Environment.GetEnvironmentVariable("STATICNET_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, actual);
            return;
        }

        File.WriteAllText(received, actual);
        var difference = expected is null ? "there is no snapshot yet" : Compare(expected, actual);
        Assert.Fail($"{Path.GetFileName(verified)}: {difference}\n\nIf {Path.GetFileName(received)} is right, run again with STATICNET_ACCEPT_SNAPSHOTS=1.");
    }

    /// <summary>
    /// The folder of a source file. A build that hides where it ran gives source files other roots, so it is looked up from
    /// the project's folder, which the project file writes into the assembly.
    /// </summary>
    private static string FolderOf(string file)
    {
        var assembly = typeof(Verifier).Assembly;
        var project = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ProjectDirectory").Value!;
        var root = assembly.GetName().Name + "/";
        var path = file.Replace('\\', '/');
        return Path.Combine(project, Path.GetDirectoryName(path[(path.LastIndexOf(root, StringComparison.Ordinal) + root.Length)..])!);
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";

    /// <summary>The first lines that differ, with those around them.</summary>
    private static string Compare(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var first = Enumerable.Range(0, Math.Min(before.Length, after.Length)).FirstOrDefault(i => before[i] != after[i], Math.Min(before.Length, after.Length));
        string Excerpt(string[] lines) => string.Join('\n', lines.Skip(Math.Max(0, first - ContextLines)).Take((2 * ContextLines) + 1));
        return $"line {first + 1} differs\n\nexpected ({before.Length} lines):\n{Excerpt(before)}\n\nreceived ({after.Length} lines):\n{Excerpt(after)}";
    }
}
