using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>All mistakes are reported at once, and none that would only follow from another.</summary>
public class SeveralMistakesTests
{
    [Theory]
    [InlineData("Input(4), Dense(0), Dense(-3), Dropout(2.0), Dense(3, From = \"typo\")", "0", "-3", "2.0", "From = \"typo\"")]
    [InlineData("Input(0, -1, 5), Conv2D(0, 0, Stride = 0, Padding = -3, Dilation = 0, Groups = 0)",
        "0", "-1", "0", "0", "Stride = 0", "Dilation = 0", "Padding = -3", "Groups = 0")]
    [InlineData("Input(1, 28, 28), Dense(0, Initializer = (Initializer)50, BiasInitializerScale = 1e300)",
        "0", "Initializer = (Initializer)50", "BiasInitializerScale = 1e300")]
    [InlineData("Input(8), Conv2D(5, 3, Groups = 3), MaxPool2D(3, Strides = new[] { 1, 0 })", "Conv2D(5, 3, Groups = 3)", "Groups = 3", "0")]
    [InlineData("Input(4), Dense(0, Name = \"a\"), Conv2D(4, 3), Softmax(Axis = 7), Concat(\"a\", \"input\"), Flatten, Dense(3, Name = \"a\")", "0", "Name = \"a\"")]
    [InlineData("Input(4), Add(\"x\", \"y\"), Reshape(0, -1, -1), ELU(double.NaN)", "\"x\"", "\"y\"", "0", "-1", "double.NaN")]
    [InlineData("Input(4), Dense(3, Name = \"a b\"), ReLU(From = \"a b\"), Dropout(-1)", "Name = \"a b\"", "-1")]
    [InlineData("Input(4), Dense(2), MeanSquaredError(Weight = double.NaN), ReLU, Dense(0)", "Weight = double.NaN", "ReLU", "Dense(0)", "0")]
    [InlineData("Input(4), Output(From = \"no\"), Output, Dense(0), Output", "From = \"no\"", "0")]
    public void AllAreReported(string layers, params string[] squiggles)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;");

        run.Diagnostics.Select(run.Squiggle).ShouldBe(squiggles, ignoreOrder: true, string.Join('\n', run.Diagnostics));
        run.ShouldOnlyOutline();
    }

    [Fact]
    public void ThoseOfTheNetworkItselfAreAmongThem() =>
        GeneratorRun.Of("using StaticNet; [Network(BatchCapacity = 0), Dense(0), ReLU(From = \"a\")] partial class Net;")
            .Diagnostics.Select(diagnostic => diagnostic.Id).ShouldBe(["SN0011", "SN0007", "SN0011", "SN0008"]);

    [Fact]
    public void ThoseThatReadingFindsAreAmongThem() =>
        GeneratorRun.Of(
            "using StaticNet; [Network, Input(4), Dense(3, Name = \"1\"), Use(typeof(B), 3, 4), Dense(0)] partial class Net;"
            + "[Block, Dense(A >> 1, Name = \"2\"), Dropout(9)] class B { [BlockParameter] const int A = 1; }")
            .Diagnostics.Select(diagnostic => diagnostic.Id).ShouldBe(["SN0017", "SN0018", "SN0018", "SN0017", "SN0011", "SN0011"]);

    [Fact]
    public void ALayerThatReadsAWrongOneIsCheckedForWhatDependsOnItselfOnly()
    {
        var run = GeneratorRun.Of(
            "using StaticNet; [Network, Input(4), Dense(0), Conv2D(4, 3), Flatten, Dense(3), MeanSquaredError, SoftmaxCrossEntropy] partial class Net;");

        run.ShouldReport("SN0011", "0");
    }

    [Fact]
    public void ABlockThatIsRepeatedIsWrongOnce()
    {
        var run = GeneratorRun.Of(
            "using StaticNet; [Network, Input(4), Use(typeof(B), Repeat = 5), Use(typeof(B))] partial class Net; [Block, Dense(0), Dropout(1)] class B;");

        run.Diagnostics.Select(run.Squiggle).ShouldBe(["0", "1"]);
    }

    [Fact]
    public void UnusedLayersAreNoNewsWhereThereAreErrors() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(4), Dense(3), Output, Dense(2, From = \"input\"), Dense(0, From = \"input\"), Output] partial class Net;")
            .ShouldReport("SN0011", "0");
}
