using Xunit;
using Xunit.Abstractions;

namespace StaticNet.Generator.Tests.Architecture;

/// <summary>The compiler's parts lie in layers: each uses those below it and none above, so that none of them is in a circle.</summary>
public class LayerTests
{
    /// <summary>From the bottom to the top, as docs/architecture.md lists them.</summary>
    private static readonly string[] Layers =
    {
        "Support", "Diagnostics", "Formulas", "Ir", "Graph", "Kernels", "Declaration", "Ops", "Passes", "Programs", "Emit", "Analyzers", "",
    };

    private readonly ITestOutputHelper output;

    public LayerTests(ITestOutputHelper output) => this.output = output;

    [Fact]
    public void A_part_of_the_compiler_uses_only_those_below_it()
    {
        var uses = NamespaceUses.Find();
        Assert.All(uses, use => Assert.Contains(use.From, Layers));
        Assert.All(uses, use => Assert.Contains(use.To, Layers));
        Assert.True(uses.Count > 1000, $"only {uses.Count} uses of one part by another were found: the sources did not compile as they should");

        var upwards = uses.Where(use => Array.IndexOf(Layers, use.From) < Array.IndexOf(Layers, use.To)).ToArray();
        foreach (var use in upwards.GroupBy(use => (use.From, use.To)).SelectMany(group => group.GroupBy(use => (use.Where.Split(':')[0], use.What)).Select(same => same.First())))
            output.WriteLine($"{use.From} -> {use.To}: {use.What} in {use.Where}");
        Assert.Empty(upwards.Select(use => $"{use.From} must not use {use.What} of {use.To}: {use.Where}"));
    }
}
