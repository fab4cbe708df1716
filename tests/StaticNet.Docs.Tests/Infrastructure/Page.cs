using System.Reflection;

namespace StaticNet.Docs.Tests.Infrastructure;

/// <summary>A page of the documentation, and the code on it.</summary>
/// <param name="Path">Its path within the repository.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record Page(string Path, IReadOnlyList<string> Lines)
{
    private const string FenceStart = "```csharp";
    private const string FenceEnd = "```";
    private const string HiddenStart = "<!-- csharp";
    private const string HiddenEnd = "-->";

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = typeof(Page).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The pages that users read.</summary>
    public static string[] Paths { get; } =
        [.. Directory.GetFiles(System.IO.Path.Combine(Root, "docs"), "*.md").Append(System.IO.Path.Combine(Root, "README.md"))
            .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Reads a page.</summary>
    public static Page Read(string path) => new(path, File.ReadAllLines(System.IO.Path.Combine(Root, path)));

    /// <summary>
    /// The blocks of C# on the page, by what stands behind <c>csharp</c> on their fence. Nothing: code that compiles and runs,
    /// all of it together. <c>error</c>: a network with a mistake. <c>generated</c>: lines of what the generator writes.
    /// <c>of</c> and a path: lines of that file. <c>outline</c>: a list of members to read. Code that readers can do without stands in a comment that begins with
    /// <c>csharp</c>, and belongs to the first kind.
    /// </summary>
    public IEnumerable<Snippet> Snippets()
    {
        for (int i = 0; i < Lines.Count; i++)
        {
            bool isFenced = Lines[i].StartsWith(FenceStart, StringComparison.Ordinal);
            if (!isFenced && !Lines[i].StartsWith(HiddenStart, StringComparison.Ordinal))
                continue;
            string kind = isFenced ? Lines[i][FenceStart.Length..].Trim() : "";
            string end = isFenced ? FenceEnd : HiddenEnd;
            int first = ++i;
            while (Lines[i] != end)
                i++;
            yield return new Snippet(this, kind, first, [.. Lines.Skip(first).Take(i - first)]);
        }
    }

    public override string ToString() => Path;
}

/// <summary>A block of C# on a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Kind">What stands behind <c>csharp</c> on its fence.</param>
/// <param name="FirstLine">The index of its first line on the page.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record Snippet(Page Page, string Kind, int FirstLine, IReadOnlyList<string> Lines)
{
    public string Text => string.Join('\n', Lines);

    public override string ToString() => $"{Page.Path}, line {FirstLine + 1}";
}
