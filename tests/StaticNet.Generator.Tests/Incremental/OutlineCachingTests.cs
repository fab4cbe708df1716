using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Incremental;

/// <summary>Also of a network with errors, source and diagnostics invalidate each other never.</summary>
public class OutlineCachingTests
{
    private const string Source = "using StaticNet; [Network, Input(4), Dense(0), Dnse(3)] partial class Net { int answer = 41; }";

    [Theory]
    [InlineData("41", "42")]
    [InlineData("[Network", "\n\n[Network")]
    [InlineData("Dense(0)", "Dense(1 - 1)")]
    public void AnEditThatChangesNoLayerWritesNothing(string old, string replacement)
    {
        var before = GeneratorRun.Of(Source);
        var after = before.Edit(Source.Replace(old, replacement));

        foreach (var step in new[] { PipelineSteps.Specs, PipelineSteps.Compile, PipelineSteps.Files, PipelineSteps.Findings })
            after.ReasonsOf(step).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged, step);
        after.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("SN0011");
        after.Sources.ShouldBe(before.Sources);
    }

    [Fact]
    public void AMistakeThatIsMendedGivesTheNetwork()
    {
        var run = GeneratorRun.Of(Source);
        run.Sources.Keys.ShouldBe(["Net.g.cs"]);

        var mended = run.Edit(Source.Replace("Dense(0), Dnse(3)", "Dense(3)"));
        mended.Diagnostics.ShouldBeEmpty();
        mended.CompilerErrors.ShouldBeEmpty();
        mended.Sources.Count.ShouldBeGreaterThan(1);
    }
}
