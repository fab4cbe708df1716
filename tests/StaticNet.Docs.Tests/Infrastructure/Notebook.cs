using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticNet.Docs.Tests.Infrastructure;

/// <summary>Makes one program of a page's snippets: statements in their order, declarations after them, as C# has it.</summary>
internal static class Notebook
{
    /// <summary>The program, in which every piece says on which line of the page it stands.</summary>
    public static string Write(IEnumerable<Snippet> snippets)
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var declarations = new StringBuilder();
        foreach (Snippet snippet in snippets)
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(snippet.Text);
            foreach (UsingDirectiveSyntax directive in unit.Usings)
                Append(usings, snippet, directive);
            foreach (MemberDeclarationSyntax member in unit.Members)
                Append(member is GlobalStatementSyntax ? statements : declarations, snippet, member);
        }

        return usings.ToString() + statements + declarations;
    }

    private static void Append(StringBuilder program, Snippet snippet, CSharpSyntaxNode node)
    {
        int line = snippet.Text.AsSpan(0, node.FullSpan.Start).Count('\n');
        program.Append(CultureInfo.InvariantCulture, $"#line {snippet.FirstLine + line + 1} \"{snippet.Page.Path}\"\n");
        program.Append(node.ToFullString()).Append('\n');
    }
}
