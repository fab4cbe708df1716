using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

/// <summary>Generated code joins the user's class wherever it stands.</summary>
public class GeneratedTypeTests
{
    private const string Layers = "[Network, Input(4), Dense(3), ReLU, MeanSquaredError]";

    [Theory]
    [InlineData("Net", $"{Layers} public sealed partial class Net;")]
    [InlineData("Game.Net", $"namespace Game; {Layers} internal partial class Net {{ public int Score; }}")]
    [InlineData("Outer+Net", $"public static partial class Outer {{ {Layers} private sealed partial class Net; }}")]
    [InlineData("Outer`1+Net", $"partial class Outer<T> where T : struct {{ {Layers} internal partial class Net; }}")]
    [InlineData("Outer+Inner+Net", $"partial record struct Outer {{ partial interface Inner {{ {Layers} partial class Net; }} }}")]
    [InlineData("namespace.class", $"namespace @namespace; {Layers} partial class @class;")]
    [InlineData("StaticNet.Net", $"namespace StaticNet; {Layers} partial class Net;")]
    [InlineData("System.Runtime.Net", $"namespace System.Runtime {{ {Layers} partial class Net; }}")]
    public void GeneratedCodeCompilesAndLoads(string name, string source)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);

        run.Diagnostics.ShouldBeEmpty();
        run.Load(name).ShouldNotBeNull();
    }

    /// <summary>Names of inputs, outputs and losses become parameters, beside those that methods have anyway.</summary>
    [Theory]
    [InlineData("count", "parameters")]
    [InlineData("seed", "step")]
    [InlineData("slices", "sliceCount")]
    [InlineData("degreeOfParallelism", "batchCount")]
    [InlineData("network", "instance")]
    [InlineData("inputs", "labels")]
    [InlineData("program", "toInput")]
    [InlineData("lastCount", "workspace")]
    public void NamesOfPortsMayBeThoseOfOurParameters(string first, string second) => GeneratorRun.Of($"""
        using StaticNet;
        [Network, Input(4, Name = "{first}"), Dropout(0.5), Input(4, Name = "{second}"), Add("{first}", "{second}"), Dense(3, Name = "a"), Output]
        [Dense(2, Name = "b"), Output, SoftmaxCrossEntropy(Name = "{first}Loss"), MeanSquaredError(From = "a")]
        partial class Net;
        """).Load("Net").ShouldNotBeNull();

    [Fact]
    public void NetworksThatDifferInCaseOnlyCompileTogether() =>
        GeneratorRun.Of($"using StaticNet; {Layers} partial class Net; {Layers} partial class net;").Load().ShouldNotBeNull();
}
