using Microsoft.CodeAnalysis;
using StaticNet.Docs.Tests.Infrastructure;

namespace StaticNet.Docs.Tests;

/// <summary>The code on every page is code.</summary>
public sealed class SnippetTests
{
    // What the compiler would rather have written otherwise in a program, what pages do for brevity, and what the SDK suppresses in every
    // project.
    private static readonly string[] Allowed = ["CS0219", "CS1701", "CS8321"];

    public static TheoryData<string> Pages => new(Page.Paths);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_on_the_page_compiles_and_runs(string path)
    {
        Snippet[] snippets = SnippetsOf(path, "");
        if (snippets.Length == 0)
            return;
        Compiled compiled = Compiled.Of(Notebook.Write(snippets));
        compiled.Problems.Where(problem => !Allowed.Contains(problem.Id)).ShouldBeEmpty();
        InTemporaryFolder(compiled.Run);
    }

    /// <summary>A mistake has the compiler's id and message in a comment behind the line that is wrong.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Mistakes_on_the_page_are_reported_as_it_says(string path)
    {
        foreach (Snippet snippet in SnippetsOf(path, "error"))
        {
            Diagnostic problem = Compiled.Of(Notebook.Write([snippet])).Problems.ShouldHaveSingleItem(snippet.ToString());
            int line = problem.Location.GetMappedLineSpan().StartLinePosition.Line;
            string comment = $" // {problem.Id}: {problem.GetMessage()}";
            snippet.Page.Lines[line].ShouldEndWith(comment, Case.Sensitive, snippet.ToString());
        }
    }

    /// <summary>
    /// What is quoted from generated code is in it: line by line, in this order, <c>// ...</c> standing for what was left out.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Quoted_generated_code_is_what_is_generated(string path)
    {
        Snippet[] quotes = SnippetsOf(path, "generated");
        if (quotes.Length == 0)
            return;
        Compiled compiled = Compiled.Of(Notebook.Write(SnippetsOf(path, "")));
        string[][] files = [.. compiled.Generated.Select(file => file.Split('\n').Select(line => line.Trim()).ToArray())];
        foreach (Snippet quote in quotes)
        {
            files.Select(file => FirstMissing(quote, file))
                .ShouldContain((string?)null, $"{quote}: no file has all lines; these are the first that each lacks");
        }
    }

    /// <summary>Code of the compiler stands on pages as it stands in its file, which is compiled.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Quoted_source_is_in_its_file(string path)
    {
        const string of = "of ";
        foreach (Snippet quote in Page.Read(path).Snippets().Where(snippet => snippet.Kind.StartsWith(of, StringComparison.Ordinal)))
        {
            string file = Path.Combine(Page.Root, quote.Kind[of.Length..]);
            FirstMissing(quote, [.. File.ReadAllLines(file).Select(line => line.Trim())]).ShouldBeNull($"{quote}: the first line that {file} lacks");
        }
    }

    private static Snippet[] SnippetsOf(string path, string kind) =>
        [.. Page.Read(path).Snippets().Where(snippet => snippet.Kind == kind)];

    private static string? FirstMissing(Snippet quote, string[] file)
    {
        int next = 0;
        foreach (string line in quote.Lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line != "// ..."))
        {
            next = Array.IndexOf(file, line, next) + 1;
            if (next == 0)
                return line;
        }

        return null;
    }

    private static void InTemporaryFolder(Action action)
    {
        string before = Environment.CurrentDirectory;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("StaticNet.Docs.Tests.");
        Environment.CurrentDirectory = folder.FullName;
        try
        {
            action();
        }
        finally
        {
            Environment.CurrentDirectory = before;
            folder.Delete(recursive: true);
        }
    }
}
