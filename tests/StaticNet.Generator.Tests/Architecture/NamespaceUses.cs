using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticNet.Generator.Tests.Architecture;

/// <summary>A use of a type of one part of the compiler by another.</summary>
/// <param name="From">The folder that uses it, which is the namespace as well.</param>
/// <param name="To">The folder that declares it.</param>
/// <param name="Where">The file and line.</param>
/// <param name="What">The type.</param>
internal sealed record NamespaceUse(string From, string To, string Where, string What);

/// <summary>What the parts of the compiler use of each other, as Roslyn finds it in their sources.</summary>
internal static class NamespaceUses
{
    private const string Root = "StaticNet.Generator";

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(
        typeof(NamespaceUses).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectDirectory").Value!,
        "..", "..", "generator", "StaticNet.Generator"));

    /// <summary>All uses of types of other parts; the root namespace, which only puts the parts together, is the part "".</summary>
    public static IReadOnlyList<NamespaceUse> Find()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Folder, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path))
            .Append(CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.Linq;", options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "StaticNet.Generator.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Generator", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.SyntaxTrees.AsParallel().AsOrdered().SelectMany(tree => Find(compilation.GetSemanticModel(tree), tree)).ToArray();
    }

    private static IEnumerable<NamespaceUse> Find(SemanticModel model, SyntaxTree tree)
    {
        var root = tree.GetRoot();
        if (root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault() is not { } declaration)
            yield break;
        var from = Part(declaration.Name.ToString());
        foreach (var name in declaration.DescendantNodes(descendIntoTrivia: false).OfType<SimpleNameSyntax>())
        {
            // Members count as uses of their type: a variable's type need not be named to be used.
            var type = model.GetSymbolInfo(name).Symbol switch
            {
                INamedTypeSymbol named => named,
                INamespaceSymbol or null => null,
                var member => member.ContainingType,
            };
            if (type?.ContainingNamespace?.ToDisplayString() is not { } space || !(space == Root || space.StartsWith(Root + ".", StringComparison.Ordinal)))
                continue;
            if (Part(space) is var to && to != from)
            {
                var line = tree.GetLineSpan(name.Span).StartLinePosition.Line + 1;
                yield return new NamespaceUse(from, to, $"{Path.GetRelativePath(Folder, tree.FilePath)}:{line}", type.Name);
            }
        }
    }

    private static string Part(string space) => space == Root ? "" : space.Substring(Root.Length + 1).Split('.')[0];
}
