using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Analyzers;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

public class UnattachedLayerTests
{
    [Fact]
    public async Task SN0023_LayersOnAClassThatIsNoNetwork()
    {
        var diagnostic = (await Analyze("[Input(4), Dense(3)] partial class Net;")).ShouldHaveSingleItem();

        diagnostic.Id.ShouldBe("SN0023");
        diagnostic.GetMessage().ShouldBe(
            "class 'Net': it has layers, but is neither a network nor a block, so they mean nothing; write [Network] or [Block] before them");
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan).ShouldBe("Input(4)");
    }

    [Theory]
    [InlineData("[Network, Input(4), Dense(3)] partial class Net;")]
    [InlineData("[Network] partial class Net; [Input(4), Dense(3)] partial class Net;")]
    [InlineData("[Block, Dense(3)] class B;")]
    [InlineData("[System.Serializable] class C;")]
    public async Task OtherClassesAreFine(string source) => (await Analyze(source)).ShouldBeEmpty();

    private static async Task<IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic>> Analyze(string source) =>
        await GeneratorRun.Compile(["using StaticNet; " + source])
            .WithAnalyzers([new UnattachedLayerAnalyzer()])
            .GetAnalyzerDiagnosticsAsync();
}
