using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Incremental;

public class CachingTests
{
    private const string Source =
        """
        using StaticNet;

        namespace Game;

        public static class Other
        {
            public static int Answer() => 41;
        }

        [Network]
        [Input(4)]
        [Dense(3, Name = "hidden"), ReLU]
        [Use(typeof(Head), 2)]
        [SoftmaxCrossEntropy]
        public sealed partial class Net
        {
            public int Score() => 1;
        }

        [Block]
        [Dense(Classes)]
        public static class Head
        {
            [BlockParameter] private const int Classes = 10;
        }
        """;

    public static TheoryData<string, string> HarmlessEdits => new()
    {
        { "41", "42" },
        { "[Network]", "// A comment above.\n\n[Network]" },
        { "[Input(4)]", "[Input(4)] // A comment between." },
        { "=> 1", "=> 2" },
        { "public int Score", "public int Lives => 3; public int Score" },
        { "[Dense(3, Name = \"hidden\"), ReLU]", "[Dense(3, Name = \"hidden\")]\n[ReLU]" },
        { "[Dense(3", "[Dense(1 + 2" },
        { "private const", "public const" },
        { "namespace Game;", "namespace Game;\n\n" },
    };

    [Theory]
    [MemberData(nameof(HarmlessEdits))]
    public void AnEditThatChangesNoLayerCompilesNothing(string old, string replacement)
    {
        var before = GeneratorRun.Of(Source);
        var after = before.Edit(Source.Replace(old, replacement));

        before.Spec.Layers.Count.ShouldBe(5);
        ShouldBeCached(after, PipelineSteps.Specs, PipelineSteps.Compile, PipelineSteps.Files);
        after.Sources.ShouldBe(before.Sources);
    }

    [Fact]
    public void AnEditThatMovesNothingCachesEveryStep()
    {
        var after = GeneratorRun.Of(Source).Edit(Source.Replace("41", "42"));

        ShouldBeCached(
            after,
            PipelineSteps.Declarations,
            PipelineSteps.Specs,
            PipelineSteps.Compile,
            PipelineSteps.Files,
            PipelineSteps.Findings,
            PipelineSteps.Diagnostics);
        after.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)
            .ShouldAllBe(output => IsCached(output.Reason));
    }

    [Fact]
    public void AnotherFileCompilesNothing() =>
        ShouldBeCached(GeneratorRun.Of(Source).AddFile("class Unrelated;"), PipelineSteps.Declarations, PipelineSteps.Compile);

    [Fact]
    public void AnotherPartOfTheClassCompilesNothing() => ShouldBeCached(
        GeneratorRun.Of(Source).AddFile("namespace Game; partial class Net { public int Lives; }"), PipelineSteps.Compile);

    [Fact]
    public void AnotherNetworkLeavesTheFirstAlone()
    {
        var after = GeneratorRun.Of(Source).AddFile("using StaticNet; [Network, Input(2), Dense(2)] partial class Second;");

        after.ReasonsOf(PipelineSteps.Compile).ShouldBe(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.New], ignoreOrder: true);
    }

    public static TheoryData<string, string> LayerEdits => new()
    {
        { "[Dense(3", "[Dense(5" },
        { ", ReLU]", ", Tanh]" },
        { ", ReLU]", "]" },
        { "[Input(4)]", "[Input(4), ELU]" },
        { "\"hidden\"", "\"first\"" },
        { "Classes = 10", "Classes = 11" },
        { "[Dense(Classes)]", "[Dense(Classes + 1)]" },
        { "(Head), 2", "(Head), 3" },
        { "[Network]", "[Network(BatchCapacity = 3)]" },
    };

    [Theory]
    [MemberData(nameof(LayerEdits))]
    public void AnEditOfALayerCompilesTheNetwork(string old, string replacement)
    {
        var after = GeneratorRun.Of(Source).Edit(Source.Replace(old, replacement));

        after.ReasonsOf(PipelineSteps.Specs).ShouldBe([IncrementalStepRunReason.Modified]);
        after.ReasonsOf(PipelineSteps.Compile).ShouldNotContain(IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void ABlockInAnotherFileCompilesTheNetworkWhenItChanges()
    {
        const string block = "using StaticNet; [Block, Dense(3)] class B;";
        var before = GeneratorRun.Of([block, "using StaticNet; [Network, Input(4), Use(typeof(B))] partial class Net;"]);

        before.Edit(block.Replace("3", "5")).ReasonsOf(PipelineSteps.Specs).ShouldBe([IncrementalStepRunReason.Modified]);
        ShouldBeCached(before.Edit(block + " class C;"), PipelineSteps.Compile);
    }

    [Fact]
    public void MovingAClassMovesItsDiagnostics()
    {
        const string source = "using StaticNet; [Network, Input(4)] class Net;";
        var before = GeneratorRun.Of(source);
        var after = before.Edit("\n\n" + source);

        before.ShouldReport("SN0002", "Net");
        after.ShouldReport("SN0002", "Net");
        after.Diagnostics[0].Location.GetLineSpan().StartLinePosition.Line.ShouldBe(2);
    }

    private static void ShouldBeCached(GeneratorRun run, params string[] steps)
    {
        foreach (var step in steps)
            run.ReasonsOf(step).ShouldAllBe(reason => IsCached(reason), step);
        run.ReasonsOf(PipelineSteps.Compile).ShouldNotBeEmpty();
    }

    private static bool IsCached(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
