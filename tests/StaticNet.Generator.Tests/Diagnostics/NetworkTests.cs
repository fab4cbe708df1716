using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What compilation finds wrong with a network, shown on the argument that is wrong.</summary>
public class NetworkTests
{
    [Theory]
    [InlineData("[Network, Dense(3)] partial class Net;")]
    [InlineData("[Network] partial class Net;")]
    public void SN0007_ThereIsNoInput(string source) => Report(source, "SN0007", "Net");

    [Fact]
    public void SN0007_TheFirstLayerHasNothingToTake() =>
        Report("[Network, Dense(3), Input(4), Dense(2)] partial class Net;", "SN0007", "Dense(3)");

    [Theory]
    [InlineData("Dense(3, From = \"stem\")", "From = \"stem\"")]
    [InlineData("ReLU(From = \"\")", "From = \"\"")]
    [InlineData("Add(\"stem\")", "\"stem\"")]
    [InlineData("Gather(\"stem\")", "\"stem\"")]
    [InlineData("Split(\"a\", \"b\"), ReLU(From = \"c\")", "From = \"c\"")]
    [InlineData("Concat(\"stem\")", "\"stem\"")]
    [InlineData("Output(From = \"Input\"), Dense(3)", "From = \"Input\"")]
    public void SN0008_TheNameIsUnknown(string layers, string squiggle) =>
        Report($"[Network, Input(4), {layers}] partial class Net;", "SN0008", squiggle);

    [Fact]
    public void SN0008_NamesInsideABlockAreLocal()
    {
        Report(
            "[Network, Input(4), Dense(3, Name = \"stem\"), Use(typeof(B))] partial class Net; [Block, ReLU(From = \"stem\")] class B;",
            "SN0008",
            "From = \"stem\"");
        Report(
            "[Network, Input(4), Use(typeof(B)), ReLU(From = \"inner\")] partial class Net; [Block, Dense(3, Name = \"inner\")] class B;",
            "SN0008",
            "From = \"inner\"");
    }

    [Theory]
    [InlineData("Input(4), Dense(3, Name = \"a\"), Dense(2, Name = \"a\")", "Name = \"a\"")]
    [InlineData("Input(4, Name = \"a\"), Dense(2, Name = \"a\")", "Name = \"a\"")]
    [InlineData("Input(4, Name = \"a\"), Split(\"b\", \"a\")", "\"a\"")]
    [InlineData("Input(4), Split(\"b\", \"b\")", "\"b\"")]
    [InlineData("Input(4), Split(\"b\", \"a\"), ReLU(Name = \"b\")", "Name = \"b\"")]
    [InlineData("Input(4, Name = \"a\"), Input(4, Name = \"a\"), Add(\"a\")", "Name = \"a\"")]
    public void SN0009_TheNameIsTaken(string layers, string squiggle) =>
        Report($"[Network, {layers}] partial class Net;", "SN0009", squiggle);

    [Theory]
    [InlineData("Dense(3, From = \"late\"), Dense(2, Name = \"late\")", "From = \"late\"")]
    [InlineData("ReLU(From = \"late\"), Split(\"early\", \"late\")", "From = \"late\"")]
    [InlineData("Dense(3, Name = \"self\", From = \"self\")", "From = \"self\"")]
    [InlineData("Add(\"late\"), Dense(4, Name = \"late\")", "\"late\"")]
    public void SN0010_TheNameComesLater(string layers, string squiggle) =>
        Report($"[Network, Input(4), {layers}] partial class Net;", "SN0010", squiggle);

    [Theory]
    [InlineData("Input(4), Dense(0)", "0")]
    [InlineData("Input(4), Dense(-3)", "-3")]
    [InlineData("Input(0), ReLU", "0")]
    [InlineData("Input(), ReLU", "Input()")]
    [InlineData("Input(null), ReLU", "null")]
    [InlineData("Input(1, 8, 8), Conv2D(0, 3)", "0")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 0)", "0")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Stride = 0)", "Stride = 0")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Strides = new[] { 1 })", "Strides = new[] { 1 }")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Padding = -2)", "Padding = -2")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Dilation = 0)", "Dilation = 0")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Groups = 0)", "Groups = 0")]
    [InlineData("Input(1, 8, 8), DepthwiseConv2D(3, Multiplier = 0)", "Multiplier = 0")]
    [InlineData("Input(9, 8, 8), DepthwiseConv2D(3, Multiplier = int.MaxValue)", "Multiplier = int.MaxValue")]
    [InlineData("Input(1, 8, 8, 8), ConvTranspose3D(4, 3, Stride = 2, OutputPadding = 2)", "OutputPadding = 2")]
    [InlineData("Input(1, 8, 8, 8), ConvTranspose3D(4, 3, Padding = Padding.Same)", "Padding = Padding.Same")]
    [InlineData("Input(1, 8, 8), MaxPool2D(-1)", "-1")]
    [InlineData("Input(4), Dropout(1.0)", "1.0")]
    [InlineData("Input(4), Dropout(double.NaN)", "double.NaN")]
    [InlineData("Input(4), LeakyReLU(double.PositiveInfinity)", "double.PositiveInfinity")]
    [InlineData("Input(4), Softmax(Axis = 1)", "Axis = 1")]
    [InlineData("Input(4), LayerNorm(Axes = 0)", "Axes = 0")]
    [InlineData("Input(4), LayerNorm(Axes = 2)", "Axes = 2")]
    [InlineData("Input(4), RMSNorm(Epsilon = 0)", "Epsilon = 0")]
    [InlineData("Input(4, 5), Slice(5, 1)", "5")]
    [InlineData("Input(4, 5), Slice(-6, 1)", "-6")]
    [InlineData("Input(4, 5), Slice(3, 3)", "3")]
    [InlineData("Input(4, 5), Slice(0, 0)", "0")]
    [InlineData("Input(3, 9), Conv1D(2, 3, Paddings = new[] { 1 })", "Paddings = new[] { 1 }")]
    [InlineData("Input(1, 4, 4, 4), Conv3D(2, 3, Strides = new[] { 1, 2 })", "Strides = new[] { 1, 2 }")]
    [InlineData("Input(1, 4, 4), ConvTranspose2D(2, 3, OutputPadding = 1)", "OutputPadding = 1")]
    [InlineData("Input(1, 4, 4), ConvTranspose2D(2, 3, Padding = Padding.Same)", "Padding = Padding.Same")]
    [InlineData("Input(4, 5), Transpose(0, 2)", "2")]
    [InlineData("Input(4, 5), Permute(0, 0)", "0, 0")]
    [InlineData("Input(4, 5), Permute", "Permute")]
    [InlineData("Input(4, 5), Permute(1, 0, 2)", "1, 0, 2")]
    [InlineData("Input(4, 5), Flatten(StartAxis = 2)", "StartAxis = 2")]
    [InlineData("Input(4, 5), Flatten(StartAxis = 1, EndAxis = 0)", "StartAxis = 1")]
    [InlineData("Input(4, 5), Unsqueeze(3)", "3")]
    [InlineData("Input(4, 5), Squeeze(2)", "2")]
    [InlineData("Input(1, 1), Squeeze(0, -2)", "-2")]
    [InlineData("Input(4, 5, Name = \"a\"), ReLU, Stack(\"a\", Axis = -4)", "Axis = -4")]
    [InlineData("Input(4, 5), Split", "Split")]
    [InlineData("Input(4, 5), Split(\"a\", \"b\", Axis = 2)", "Axis = 2")]
    [InlineData("Input(4, 5), Split(\"a\", \"b\", Lengths = new[] { 4 })", "Lengths = new[] { 4 }")]
    [InlineData("Input(4, 5), Split(\"a\", \"b\", Lengths = new[] { 4, 0 })", "0")]
    [InlineData("Input(4, 5), Split(\"a\", \"b\", Name = \"c\")", "Name = \"c\"")]
    [InlineData("Input(4, 5), Gather(0, 4)", "4")]
    [InlineData("Input(4, 5), Gather(-6, Axis = 1)", "-6")]
    [InlineData("Input(4, 5), Gather(new int[0])", "new int[0]")]
    [InlineData("Input(4, Element = Element.Int32), OneHot(0)", "0")]
    [InlineData("Input(4, 5), Reduce((Reduction)7)", "(Reduction)7")]
    [InlineData("Input(4, 5), Reduce(Reduction.Sum, 2)", "2")]
    [InlineData("Input(4, 5), Reduce(Reduction.Sum, 1, -1)", "-1")]
    [InlineData("Input(4, Name = \"a\"), ReLU, CosineSimilarity(\"a\", Axis = 1)", "Axis = 1")]
    [InlineData("Input(4, Name = \"a\"), ReLU, CosineSimilarity(\"a\", Epsilon = 1e-30)", "Epsilon = 1e-30")]
    [InlineData("Input(4), Add", "Add")]
    [InlineData("Input(4), Reshape", "Reshape")]
    [InlineData("Input(4), Dense(3, Initializer = (Initializer)99)", "Initializer = (Initializer)99")]
    [InlineData("Input(4), Use(typeof(B), Repeat = 0)", "Repeat = 0")]
    [InlineData("Input(4), Use(typeof(B), 0)", "4 / A")]
    [InlineData("Input(4), Use(typeof(B), -1)", "4 / A")]
    public void SN0011_AnArgumentIsOutOfRange(string layers, string squiggle) =>
        Report(
            $"[Network, {layers}] partial class Net; [Block, Dense(4 / A)] class B {{ [BlockParameter] const int A = 1; }}",
            "SN0011",
            squiggle);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void SN0011_TheBatchCapacityIsOutOfRange(int capacity) =>
        Report($"[Network(BatchCapacity = {capacity}), Input(4), ReLU] partial class Net;", "SN0011", $"BatchCapacity = {capacity}");

    [Theory]
    [InlineData("Input(1, 8, 8), Conv2D(4, 9)", "9")]
    [InlineData("Input(1, 8, 8), MaxPool2D(9)", "9")]
    [InlineData("Input(1, 8, 8), AveragePool2D(3, 9)", "9")]
    [InlineData("Input(1, 8, 8), MaxPool2D(3, Padding = 2)", "Padding = 2")]
    [InlineData("Input(8), Transpose", "Transpose")]
    [InlineData("Input(3, 1, 4), Squeeze(1, 2)", "2")]
    [InlineData("Input(5, 4), Split(\"a\", \"b\")", "\"a\", \"b\"")]
    [InlineData("Input(5, 4), Split(\"a\", \"b\", Lengths = new[] { 2, 2 })", "Lengths = new[] { 2, 2 }")]
    [InlineData("Input(4), OneHot(3)", "OneHot(3)")]
    [InlineData("Input(2, Name = \"i\"), Input(4), Gather(\"i\")", "Gather(\"i\")")]
    [InlineData("Input(1, 8, 8), Conv1D(2, 3)", "Conv1D(2, 3)")]
    [InlineData("Input(1, 8, 8), Conv3D(2, 3)", "Conv3D(2, 3)")]
    [InlineData("Input(2, 5), Conv1D(2, 6)", "6")]
    [InlineData("Input(1, 2, 5, 5), Conv3D(2, 3)", "3")]
    [InlineData("Input(1, 1, 1), ConvTranspose2D(2, 2, Padding = 1)", "ConvTranspose2D(2, 2, Padding = 1)")]
    [InlineData("Input(8), Conv2D(4, 3)", "Conv2D(4, 3)")]
    [InlineData("Input(8), GlobalAveragePool2D", "GlobalAveragePool2D")]
    [InlineData("Input(8), Reshape(3, 3)", "3, 3")]
    [InlineData("Input(8), Reshape(3, -1)", "3, -1")]
    [InlineData("Input(1), SoftmaxCrossEntropy", "SoftmaxCrossEntropy")]
    [InlineData("Input(1, 8, 8), Use(typeof(B), 9)", "A")]
    public void SN0012_AShapeDoesNotFit(string layers, string squiggle) =>
        Report(
            $"[Network, {layers}] partial class Net; [Block, Conv2D(1, A)] class B {{ [BlockParameter] const int A = 1; }}",
            "SN0012",
            squiggle);

    [Theory]
    [InlineData("Input(4, Name = \"a\"), Dense(3), Add(\"a\")", "\"a\"")]
    [InlineData("Input(1, 4, 4, Name = \"a\"), MaxPool2D(2), Concat(\"a\")", "\"a\"")]
    [InlineData("Input(3, 4, Name = \"a\"), ReLU, MatMul(\"a\")", "\"a\"")]
    [InlineData("Input(3, 4, Name = \"a\"), Transpose, Stack(\"a\")", "\"a\"")]
    [InlineData("Input(3, 4, Name = \"a\"), Dense(5), CosineSimilarity(\"a\", Axis = 1)", "\"a\"")]
    [InlineData("Input(3, Name = \"a\"), ReLU, CosineSimilarity(\"a\", \"a\", \"a\")", "\"a\", \"a\", \"a\"")]
    [InlineData("Input(3, 4, 4, Name = \"a\"), Conv2D(2, 1), MatMul(\"a\")", "\"a\"")]
    [InlineData("Input(3, Name = \"a\"), ReLU, MatMul(\"a\")", "\"a\"")]
    [InlineData("Input(4, 4, Name = \"a\"), ReLU, MatMul(\"a\", \"a\", \"a\")", "\"a\", \"a\", \"a\"")]
    public void SN0013_MergedShapesDiffer(string layers, string squiggle) =>
        Report($"[Network, {layers}] partial class Net;", "SN0013", squiggle);

    [Fact]
    public void SN0014_ALayerFollowsALoss() =>
        Report("[Network, Input(4), Dense(3), MeanSquaredError, ReLU] partial class Net;", "SN0014", "ReLU");

    [Theory]
    [InlineData("Conv2D(4, 3, Groups = 2)")]
    [InlineData("Conv2D(5, 3, Groups = 3)")]
    public void SN0015_GroupsDoNotDivide(string layer) =>
        Report($"[Network, Input(3, 8, 8), {layer}] partial class Net;", "SN0015", layer[12..^1].Trim());

    [Theory]
    [InlineData("Input(100000, 100000), ReLU", "Input(100000, 100000)")]
    [InlineData("Input(100000), Dense(100000)", "Dense(100000)")]
    [InlineData("Input(4000, 500, 500), ReLU", "Input(4000, 500, 500)")]
    public void SN0016_AValueIsTooLarge(string layers, string squiggle) =>
        Report($"[Network, {layers}] partial class Net;", "SN0016", squiggle);

    [Fact]
    public void SN0016_TheWorkspaceIsTooLarge() =>
        Report("[Network(BatchCapacity = 100000), Input(100, 100, 10), Sigmoid] partial class Net;", "SN0016", "Net");

    [Fact]
    public void SN0016_ABlockIsRepeatedWithoutEnd() => Report(
        "[Network, Input(4), Use(typeof(B), Repeat = int.MaxValue)] partial class Net; [Block, Dense(4)] class B;",
        "SN0016",
        "Repeat = int.MaxValue");

    [Fact]
    public void SN0020_AResultIsNeverUsed()
    {
        var run = GeneratorRun.Of(
            "using StaticNet; [Network, Input(4), Dense(3), Output, Dense(2, Name = \"lost\", From = \"input\")] partial class Net;");

        run.ShouldReport("SN0020", "Dense(2, Name = \"lost\", From = \"input\")").ShouldStartWith("Dense 'lost': ");
        run.Sources.ShouldNotBeEmpty();
    }

    [Fact]
    public void SN0022_ThereAreNoLayers() => Report("[Network, Input(4)] partial class Net;", "SN0022", "Net");

    private static void Report(string source, string id, string squiggle)
    {
        var run = GeneratorRun.Of("using StaticNet; " + source);
        var message = run.ShouldReport(id, squiggle);
        message.Split(": ").Length.ShouldBeGreaterThan(1);
        message.Split("; ").Length.ShouldBeGreaterThan(1);
        run.ShouldOnlyOutline();
    }
}
