using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.Tests.Diagnostics;

public class DescriptorTests
{
    [Fact]
    public void IdsAreConsecutive() => DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)
        .ShouldBe(Enumerable.Range(1, DiagnosticDescriptors.All.Count()).Select(number => $"SN{number:0000}"));

    [Fact]
    public void AllAreOfOneKind()
    {
        foreach (var descriptor in DiagnosticDescriptors.All)
        {
            descriptor.Category.ShouldBe("StaticNet");
            descriptor.MessageFormat.ToString().ShouldBe("{0}: {1}; {2}");
            descriptor.IsEnabledByDefault.ShouldBeTrue();
            descriptor.DefaultSeverity.ShouldBe(descriptor.Id is "SN0020" or "SN0023" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error);
        }
    }

    [Fact]
    public void AllStandInTheReleaseNotes()
    {
        var folder = Path.Combine(ThisFolder(), "../../../generator/StaticNet.Generator");
        var notes = File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"))
            + File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Shipped.md"));

        foreach (var descriptor in DiagnosticDescriptors.All)
            notes.ShouldContain($"{descriptor.Id} | StaticNet | {descriptor.DefaultSeverity} | {descriptor.Title}");
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
