using System.Reflection;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>Numbers are what single precision makes of them: finite, and 0 only where 0 was written.</summary>
public class SinglePrecisionTests
{
    /// <summary>Every argument that is a real number, in a network around it.</summary>
    public static TheoryData<string> Arguments => new()
    {
        { "Input(4), LeakyReLU({0})" },
        { "Input(4), LeakyReLU(slope: {0})" },
        { "Input(4), ELU({0})" },
        { "Input(4), Dropout({0})" },
        { "Input(4, 3), SpatialDropout({0})" },
        { "Input(4), BatchNorm(Momentum = {0})" },
        { "Input(4), BatchNorm(Epsilon = {0})" },
        { "Input(4), LayerNorm(Epsilon = {0})" },
        { "Input(4, 3), GroupNorm(2, Epsilon = {0})" },
        { "Input(4, 3), InstanceNorm(Epsilon = {0})" },
        { "Input(4, 3), LocalResponseNorm(2, Alpha = {0})" },
        { "Input(4, 3), LocalResponseNorm(2, Beta = {0})" },
        { "Input(4, 3), LocalResponseNorm(2, K = {0})" },
        { "Input(4), RMSNorm(Epsilon = {0})" },
        { "Input(4, Name = \"a\"), ReLU, CosineSimilarity(\"a\", Epsilon = {0})" },
        { "Input(4, Element = Element.Int32), Embedding(3, 2, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(4), Dense(3, Initializer = Initializer.Constant, InitializerScale = {0})" },
        { "Input(4), Dense(3, BiasInitializerScale = {0})" },
        { "Input(1, 4, 4), Conv2D(3, 1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4, 4), Conv2D(3, 1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(1, 4), Conv1D(3, 1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4), Conv1D(3, 1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(1, 4, 4, 4), Conv3D(3, 1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4, 4, 4), Conv3D(3, 1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(1, 4), ConvTranspose1D(3, 1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4), ConvTranspose1D(3, 1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(1, 4, 4), ConvTranspose2D(3, 1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4, 4), ConvTranspose2D(3, 1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(1, 4, 4, 4), ConvTranspose3D(3, 1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4, 4, 4), ConvTranspose3D(3, 1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(1, 4, 4), DepthwiseConv2D(1, Initializer = Initializer.HeNormal, InitializerScale = {0})" },
        { "Input(1, 4, 4), DepthwiseConv2D(1, BiasInitializer = Initializer.Normal, BiasInitializerScale = {0})" },
        { "Input(4), ReLU, MeanSquaredError(Weight = {0})" },
        { "Input(4), ReLU, HalfSumSquaredError(Weight = {0})" },
        { "Input(4), ReLU, SoftmaxCrossEntropy(Weight = {0})" },
        { "Input(4), ReLU, SigmoidBinaryCrossEntropy(Weight = {0})" },
        { "Input(4), Use(typeof(B), 3), Dense(0), LeakyReLU({0})" },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void SN0011_WhatBecomesInfiniteOrZero(string layers)
    {
        foreach (var value in new[] { "1e39", "-1e39", "3.5e38", "double.MaxValue", "1e-46", "-1e-300", "double.Epsilon", "double.NaN", "double.NegativeInfinity" })
        {
            var run = Run(layers, value);
            var diagnostic = run.Diagnostics[^1];
            diagnostic.Id.ShouldBe("SN0011", value);
            run.Squiggle(diagnostic).ShouldEndWith(value);
            run.Diagnostics.Length.ShouldBe(layers.Contains("Dense(0)") ? 2 : 1, value);
            run.ShouldOnlyOutline();
        }
    }

    [Fact]
    public void AllRealArgumentsAreTried()
    {
        var all = string.Join('\n', ((IEnumerable<object[]>)Arguments).Select(row => (string)row[0]));
        foreach (var type in typeof(NetworkAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract))
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType == typeof(double)))
                all.ShouldMatch($@"\b{type.Name[..^9]}\([^)]*({(property.CanWrite ? property.Name + " = " : "")})\{{0\}}");
        }
    }

    [Theory]
    [InlineData("Input(4), LeakyReLU({0})", "3.4028234e38")]
    [InlineData("Input(4), LeakyReLU({0})", "-1e-45")]
    [InlineData("Input(4), LeakyReLU({0})", "0")]
    [InlineData("Input(4), ELU({0})", "1e-40")]
    [InlineData("Input(4), Dropout({0})", "0")]
    [InlineData("Input(4), Dropout({0})", "0.9999999")]
    [InlineData("Input(4), Dense(3, Initializer = Initializer.Constant, InitializerScale = {0})", "3e38")]
    [InlineData("Input(4), Dense(3, InitializerScale = {0})", "1e37")]
    [InlineData("Input(4), ReLU, MeanSquaredError(Weight = {0})", "1e38")]
    [InlineData("Input(4), ReLU, MeanSquaredError(Weight = {0})", "-0.0")]
    public void WhatSinglePrecisionHoldsIsTaken(string layers, string value)
    {
        var run = Run(layers, value);

        run.Diagnostics.ShouldBeEmpty();
        foreach (var source in run.Sources.Values)
        {
            source.ShouldNotContain("float.PositiveInfinity)");
            source.ShouldNotContain("float.NaN");
        }
    }

    [Theory]
    [InlineData("Input(4), Dropout({0})", "0.99999999", "rate is 0.99999999, but must be at least 0 and, in single precision, less than 1; write [Dropout(0.5)], or")]
    [InlineData("Input(4), Dropout({0})", "1", "rate is 1, but must be at least 0")]
    [InlineData("Input(4), Dropout({0})", "-0.1", "rate is -0.1, but must be at least 0")]
    [InlineData("Input(4), LeakyReLU({0})", "1e39", "Slope is 1E+39, but must be within single precision, whose largest number is 3.4028235E+38; write [LeakyReLU(0.01)], or")]
    [InlineData("Input(4), Dense(3, InitializerScale = {0})", "3e38", "InitializerScale is 3E+38, but must be at most")]
    [InlineData("Input(4), ReLU, MeanSquaredError(Weight = {0})", "3e38", "Weight is 3E+38, but must be at most")]
    [InlineData("Input(4000), ReLU, MeanSquaredError(Weight = {0})", "1e-43", "Weight is 1E-43, but must be large enough for the mean over 4000 elements")]
    public void SN0011_WhatBecomesOutOfRange(string layers, string value, string message)
    {
        var run = Run(layers, value);
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();

        run.Squiggle(diagnostic).ShouldEndWith(value);
        diagnostic.Id.ShouldBe("SN0011");
        diagnostic.GetMessage().ShouldContain(message);
    }

    private static GeneratorRun Run(string layers, string value) => GeneratorRun.Of(
        $"using StaticNet; [Network, {layers.Replace("{0}", value)}] partial class Net; [Block, Dense(A)] class B {{ [BlockParameter] const int A = 1; }}");
}
