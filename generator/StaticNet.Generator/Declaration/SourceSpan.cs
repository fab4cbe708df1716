using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StaticNet.Generator.Declaration;

/// <summary>A place in source text, as a value that keeps no syntax tree alive.</summary>
internal readonly record struct SourceSpan(string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    public static SourceSpan Of(SyntaxNodeOrToken node) => Of(node.SyntaxTree!, node.Span);

    public static SourceSpan Of(SyntaxTree tree, TextSpan span) => new(tree.FilePath, span, tree.GetLineSpan(span).Span);

    /// <summary>
    /// The location in the compilation's own tree where it has one: <c>#pragma warning</c> is looked up there, and does
    /// nothing for a location that is a path only.
    /// </summary>
    public Location ToLocation(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.FilePath == FilePath && Span.End <= tree.Length)
                return Location.Create(tree, Span);
        }

        return Location.Create(FilePath, Span, Lines);
    }
}
