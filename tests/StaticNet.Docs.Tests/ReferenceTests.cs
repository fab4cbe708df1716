using System.Text.RegularExpressions;
using StaticNet.Docs.Tests.Infrastructure;

namespace StaticNet.Docs.Tests;

/// <summary>Tables and links name what there is, and all of it.</summary>
public sealed partial class ReferenceTests
{
    private const string Declaring = "docs/declaring.md";

    public static TheoryData<string> Pages => new(Page.Paths);

    [Fact]
    public void Every_attribute_is_described()
    {
        string page = string.Join('\n', Page.Read(Declaring).Lines);
        typeof(NetworkAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract)
            .Select(type => type.Name[..^nameof(Attribute).Length])
            .Where(name => !Regex.IsMatch(page, $@"`\[?{name}\b"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_table_of_diagnostics_has_all_of_them_under_their_titles()
    {
        string releases = Path.Combine(Page.Root, "generator/StaticNet.Generator/AnalyzerReleases.Unshipped.md");
        string[] rules = Rows(Rule(), File.ReadAllText(releases));
        rules.ShouldNotBeEmpty();
        Rows(Row(), string.Join('\n', Page.Read(Declaring).Lines)).ShouldBe(rules);

        static string[] Rows(Regex row, string text) =>
            [.. row.Matches(text).Select(match => string.Join(' ', match.Groups.Values.Skip(1).Select(cell => cell.Value)).Trim())];
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string path)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Page.Root, path))!;
        Link().Matches(string.Join('\n', Page.Read(path).Lines)).Select(match => match.Groups[1].Value)
            .Where(target => target.Length > 0 && !target.StartsWith("http", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"^(SN\d{4}) \| StaticNet \| (\w+) \| (.+)$", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\| (SN0\d{3}) \| (\w+) \| ([^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(([^)#]*)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
