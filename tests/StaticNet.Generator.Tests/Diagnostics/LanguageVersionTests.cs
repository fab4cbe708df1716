using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>Which versions of C# generated code is for, and what the others are told.</summary>
public class LanguageVersionTests
{
    // Written in what C# 7.3 has.
    private const string Networks =
        """
        using StaticNet;
        namespace Game
        {
            [Network, Input(1, 12, 12)]
            [Conv2D(2, 3, Padding = 1), ReLU, MaxPool2D(2), Flatten, Dropout(0.5f), Dense(3), SoftmaxCrossEntropy]
            public sealed partial class Sight { }

            public static partial class Brains
            {
                [Network(BatchCapacity = 1), Input(4, Name = "a"), Input(4, Name = "b"), Add("a", "b"), Dense(3), Tanh]
                internal sealed partial class Motion { }
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp8, "8.0")]
    [InlineData(LanguageVersion.CSharp1, "1")]
    public void SN0024_OlderVersionsGetOneErrorAtTheClassAndNoSource(LanguageVersion version, string name)
    {
        var run = GeneratorRun.Of([Networks], version);

        run.Diagnostics.Select(run.Squiggle).ShouldBe(["Sight", "Motion"], ignoreOrder: true);
        run.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Id == "SN0024");
        run.Diagnostics.Single(diagnostic => run.Squiggle(diagnostic) == "Sight").GetMessage().ShouldBe(
            $"network 'Sight': generated code is C# 9.0, but this project is compiled as C# {name}; remove LangVersion from the "
            + "project or set it to 9.0 or later, or move the network into a project that has it so");
        run.Sources.ShouldBeEmpty();
    }

    [Fact]
    public void SN0024_NothingElseIsSaidOfTheClass() =>
        GeneratorRun.Of(["using StaticNet; class O { [Network, Input(3), Dense(0)] class Net<T> { } }"], LanguageVersion.CSharp8)
            .ShouldReport("SN0024", "Net");

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public void LaterVersionsCompileWhatIsGenerated(LanguageVersion version)
    {
        var run = GeneratorRun.Of([Networks], version);

        run.Diagnostics.ShouldBeEmpty();
        run.CompilerErrors.ShouldBeEmpty();
        run.Specs.Count.ShouldBe(2);
    }
}
