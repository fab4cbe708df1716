using StaticNet.Generator.Declaration;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

public class LayerReadingTests
{
    [Fact]
    public void AttributesAreReadInSourceOrder()
    {
        var spec = GeneratorRun.Of(
            """
            using StaticNet;
            [Network]
            [Input(1, 28, 28)]
            [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
            [Flatten]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            public sealed partial class LeNet;
            """).Spec;

        spec.Layers.Select(layer => layer.Kind).ShouldBe(
            ["Input", "Conv2D", "ReLU", "MaxPool2D", "Flatten", "Dense", "SoftmaxCrossEntropy"]);
        spec.Layers.Select(layer => layer.Index).ShouldBe(Enumerable.Range(0, 7));
    }

    [Fact]
    public void TheNetworkAttributeMayStandAnywhereAmongTheLayers() =>
        Read("[Input(4), Dense(2)][Network]partial class Net;").Layers.Select(layer => layer.Kind).ShouldBe(["Input", "Dense"]);

    [Fact]
    public void PositionalArgumentsAreNamedAfterParameters() =>
        Show("[Conv2D(6, 5)]").ShouldBe("Conv2D(channels: 6, kernel: 5)");

    [Fact]
    public void TheChosenConstructorNamesThem() =>
        Show("[Conv2D(6, 5, 3)]").ShouldBe("Conv2D(channels: 6, kernelHeight: 5, kernelWidth: 3)");

    [Fact]
    public void NamedPositionalArgumentsMayBeOutOfOrder() =>
        Show("[Conv2D(kernel: 5, channels: 6)]").ShouldBe("Conv2D(channels: 6, kernel: 5)");

    [Fact]
    public void PropertiesFollowInSourceOrder() => Show("[Conv2D(6, 5, Stride = 2, Bias = false, Name = \"stem\", From = \"a\")]")
        .ShouldBe("Conv2D(channels: 6, kernel: 5, Stride: 2, Bias: False, Name: stem, From: a)");

    [Fact]
    public void EnumsAreIntegers() => Show("[Dense(3, Initializer = Initializer.HeNormal, InitializerScale = 2)]")
        .ShouldBe("Dense(outputs: 3, Initializer: 9, InitializerScale: 2r)");

    [Fact]
    public void ParamsAreLists() => Show("[Reshape(16, -1)]").ShouldBe("Reshape(shape: [16 -1])");

    [Fact]
    public void AnArrayForParamsIsTheSameList() => Show("[Reshape(new[] { 16, -1 })]").ShouldBe("Reshape(shape: [16 -1])");

    [Fact]
    public void ParamsOfStringsAreLists() => Show("[Concat(\"a\", \"b\", Axis = 1)]").ShouldBe("Concat(inputs: [a b], Axis: 1)");

    [Fact]
    public void NoParamsAreAnEmptyList() => Show("[Add]").ShouldBe("Add(inputs: [])");

    [Theory]
    [InlineData("new[] { 1, 2 }")]
    [InlineData("new int[] { 1, 2 }")]
    [InlineData("new int[2] { 1, 2 }")]
    [InlineData("[1, 2]")]
    public void ArraysAreReadInEveryForm(string array) =>
        Show($"[MaxPool2D(2, Strides = {array})]").ShouldBe("MaxPool2D(kernel: 2, Strides: [1 2])");

    [Fact]
    public void AnEmptyArrayIsAnEmptyList() =>
        Show("[MaxPool2D(2, Strides = new int[0])]").ShouldBe("MaxPool2D(kernel: 2, Strides: [])");

    [Fact]
    public void NamedConstantsAreRead() => Show("[Conv2D(Sizes.Wide * 2, 3, Padding = Padding.Same)]")
        .ShouldBe("Conv2D(channels: 64, kernel: 3, Padding: -2147483648)");

    [Fact]
    public void OptionalArgumentsThatWereNotWrittenAreNotThere() => Show("[Dropout]").ShouldBe("Dropout()");

    [Fact]
    public void RealArgumentsTakeIntegers() => Show("[LeakyReLU(1)]").ShouldBe("LeakyReLU(slope: 1r)");

    [Fact]
    public void ANullArrayIsAsIfItWereNotWritten() => Show("[Conv2D(6, 5, Strides = null)]").ShouldBe("Conv2D(channels: 6, kernel: 5)");

    [Fact]
    public void NullForParamsIsAnEmptyList() => Show("[Reshape(null)]").ShouldBe("Reshape(shape: [])");

    [Fact]
    public void ANullNameStaysNull() => Show("[ReLU(Name = null)]").ShouldBe("ReLU(Name: )");

    [Fact]
    public void TheNetworkAttributeIsRead()
    {
        var spec = Read("[Network(BatchCapacity = 128, Precision = Precision.Strict), Input(4)] partial class Net;");

        spec.BatchCapacity.ShouldBe(128);
        spec.Precision.ShouldBe(StaticNet.Generator.Declaration.Precision.Strict);
    }

    [Fact]
    public void DefaultsOfTheNetworkAttributeAreThoseOfTheLibrary()
    {
        var spec = Read("[Network, Input(4)] partial class Net;");

        spec.BatchCapacity.ShouldBe(new NetworkAttribute().BatchCapacity);
        ((int)spec.Precision).ShouldBe((int)new NetworkAttribute().Precision);
    }

    [Fact]
    public void ANetworkWithoutLayersIsRead() => Read("[Network] partial class Net;").Layers.ShouldBeEmpty();

    [Fact]
    public void AttributesOfOthersAreIgnored() =>
        Read("[Network, System.Serializable, Input(4)] partial class Net;").Layers.ShouldHaveSingleItem();

    [Fact]
    public void AliasesAndFullNamesAreRead()
    {
        var spec = GeneratorRun.Of(
            """
            using Compiled = StaticNet.NetworkAttribute;
            [Compiled, global::StaticNet.Input(4), StaticNet.ReLUAttribute] partial class Net;
            """).Spec;

        spec.Layers.Select(layer => layer.Kind).ShouldBe(["Input", "ReLU"]);
    }

    private static NetworkSpec Read(string declaration) => GeneratorRun.Of("using StaticNet; " + declaration).Spec;

    private static string Show(string layer) => SpecPrinter.Print(
        Read("static class Sizes { public const int Wide = 32; } [Network]" + layer + "partial class Net;").Layers.Single());
}
