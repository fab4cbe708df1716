using StaticNet.Generator.Declaration;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Declaration;

public class LocationTests
{
    private const string Source =
        """
        using StaticNet;
        [Network(BatchCapacity = 8)]
        [Input(1, 28, 28), Conv2D(6, 5, Padding = 2, Name = "stem")]
        [Use(typeof(B), 3)]
        [Add("stem", "input")]
        partial class Net;
        [Block, Dense(Width * 2, Bias = false)]
        class B { [BlockParameter] const int Width = 64; }
        """;

    [Theory]
    [InlineData(-1, null, "Net")]
    [InlineData(-1, "BatchCapacity", "BatchCapacity = 8")]
    [InlineData(0, null, "Input(1, 28, 28)")]
    [InlineData(0, "shape", "1, 28, 28")]
    [InlineData(0, "shape[1]", "28")]
    [InlineData(0, "shape[7]", "1, 28, 28")]
    [InlineData(1, "channels", "6")]
    [InlineData(1, "Kernel", "5")]
    [InlineData(1, "padding", "Padding = 2")]
    [InlineData(1, "Name", "Name = \"stem\"")]
    [InlineData(1, "stride", "Conv2D(6, 5, Padding = 2, Name = \"stem\")")]
    [InlineData(2, "block", "typeof(B)")]
    [InlineData(2, "arguments[0]", "3")]
    [InlineData(3, "outputs", "Width * 2")]
    [InlineData(3, "Bias", "Bias = false")]
    [InlineData(4, "inputs[1]", "\"input\"")]
    [InlineData(99, null, "Net")]
    public void EveryArgumentHasItsPlace(int layer, string? argument, string expected)
    {
        var place = GeneratorRun.Of(Source).Declarations.Single().Locations.Find(layer, argument);

        Source.Substring(place.Span.Start, place.Span.Length).ShouldBe(expected);
        place.FilePath.ShouldBe(GeneratorRun.FirstPath);
    }

    [Fact]
    public void APlaceIsInTheCompilationsOwnTree()
    {
        var run = GeneratorRun.Of(Source);
        var location = run.Declarations.Single().Locations.Find(-1, null).ToLocation(run.Input);

        location.SourceTree.ShouldBeSameAs(run.Input.SyntaxTrees[0]);
    }

    [Fact]
    public void APlaceWithoutATreeIsAPath()
    {
        var place = GeneratorRun.Of(Source).Declarations.Single().Locations.Find(-1, null);
        var location = place.ToLocation(GeneratorRun.Compile([]));

        location.GetLineSpan().Path.ShouldBe(GeneratorRun.FirstPath);
        location.GetLineSpan().StartLinePosition.Line.ShouldBe(5);
    }

    [Fact]
    public void TablesOfEqualSourcesAreEqual() =>
        GeneratorRun.Of(Source).Declarations.Single().ShouldBe(GeneratorRun.Of(Source).Declarations.Single());
}
