using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Analyzers;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What the C# compiler reports is not reported again, nor what follows from it; what is wrong elsewhere is.</summary>
public class UnknownAttributeTests
{
    [Theory]
    [InlineData("[Network, Input(4), Dnse(10)] partial class Net;")]
    [InlineData("[Network, Inptu(4), Dense(10)] partial class Net;")]
    [InlineData("[Network, Dnse(10)] partial class Net;")]
    [InlineData("[Network, Input(1, 8, 8), Flaten, Dense(10)] partial class Net;")]
    [InlineData("[Network, Input(4), Dnse(10, Name = \"a\"), Dense(3, From = \"a\"), Add(\"a\")] partial class Net;")]
    [InlineData("[Network, Input(4), Dense(10), Outptu, Dense(3, From = \"input\"), Output] partial class Net;")]
    [InlineData("[Network, Input(4), Dense(3), MeanSquaredEror, SoftmaxCrossEntropy(From = \"input\")] partial class Net;")]
    [InlineData("[Network, Input(4, Name = Unknown.Name), Dense(10, From = \"x\")] partial class Net;")]
    [InlineData("[Network, Input(4), Dense(unknown, Name = \"a\"), Conv2D(3, 3, From = \"a\"), Reshape(3, From = \"a\")] partial class Net;")]
    [InlineData("[Network, Input(4), Dense(3, Nam = \"a\"), Conv2D(3, 3)] partial class Net;")]
    [InlineData("[Network, Input(4), Use(typeof(Resdual), 3), Conv2D(3, 3)] partial class Net;")]
    [InlineData("[Network, Input(4), Use(typeof(B), 3)] partial class Net; [Blok, Dense(A)] class B { [BlockParameter] const int A = 1; }")]
    [InlineData("[Network, Input(4), Use(typeof(B), 3)] partial class Net; [Block, Dense(A)] class B { [BlockParamter] const int A = 1; }")]
    [InlineData("[Network, Input(4), Use(typeof(B), 3), Conv2D(1, 1)] partial class Net; [Block, Dnse(A)] class B { [BlockParameter] const int A = 1; }")]
    [InlineData("[Network] partial class Net; [Inptu(4)] partial class Net;")]
    [InlineData("[Network(BatchCapacty = 3)] partial class Net;")]
    [InlineData("[Network, Input(4), Dense(10, Name = \"a\"] [Dense(3, From = \"a\")] partial class Net;")]
    [InlineData("[Network, Input(4), Dense(1, 2, 3), Conv2D(1, 1)] partial class Net;")]
    public void NothingFollowsFromIt(string source)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);

        run.Diagnostics.ShouldBeEmpty();
        run.CompilerErrors.ShouldNotBeEmpty();
        run.Result.Exception.ShouldBeNull();
    }

    [Theory]
    [InlineData("[Network, Input(4), Dnse(10), Dropout(3)] partial class Net;", "SN0011", "3")]
    [InlineData("[Network, Inptu(4), Dense(0), Dense(3)] partial class Net;", "SN0011", "0")]
    [InlineData("[Network, Input(4), Dnse(10, Name = \"a\"), Dense(3, Name = \"a\")] partial class Net;", "SN0009", "Name = \"a\"")]
    [InlineData("[Network, Input(4), Dnse(10, Name = \"a\"), Dense(3, From = \"b\")] partial class Net;", "SN0008", "From = \"b\"")]
    [InlineData("[Network, Input(1, 8, 8), Dense(unknown), Conv2D(5, 3, Groups = 2)] partial class Net;", "SN0015", "Groups = 2")]
    public void OtherMistakesAreReportedAllTheSame(string source, string id, string squiggle) =>
        GeneratorRun.Of("using StaticNet; " + source).ShouldReport(id, squiggle);

    [Theory]
    [InlineData("[Netwrk, Input(4), Dense(3)] partial class Net;")]
    [InlineData("[Blok, Dense(3)] class B;")]
    public async Task SN0023_AMisspeltNetworkOrBlockIsOne(string source) =>
        (await GeneratorRun.Compile(["using StaticNet; " + source]).WithAnalyzers([new UnattachedLayerAnalyzer()]).GetAnalyzerDiagnosticsAsync()).ShouldBeEmpty();
}
