using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

public class NameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("a-b")]
    public void SN0017_ANameIsNoIdentifier(string name) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(4), Dense(3, Name = \"{name}\")] partial class Net;")
            .ShouldReport("SN0017", $"Name = \"{name}\"")
            .ShouldStartWith($"Dense: \"{name}\" is not a name; write letters");

    [Fact]
    public void SN0017_AnInputsNameIsNoIdentifier() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(4, Name = \"a/b\")] partial class Net;").ShouldReport("SN0017", "Name = \"a/b\"");

    [Fact]
    public void SN0017_ANewLineInANameStaysOutOfTheMessage() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(4), ReLU(Name = \"a\\nb\")] partial class Net;")
            .ShouldReport("SN0017", "Name = \"a\\nb\"").ShouldNotContain('\n');

    [Theory]
    [InlineData("Add(null, \"a\")", "null")]
    [InlineData("Add(\"a\", null)", "null")]
    [InlineData("Concat(new string[] { null })", "null")]
    public void SN0017_AMergeNamesNothing(string attribute, string squiggle) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(4), {attribute}] partial class Net;")
            .ShouldReport("SN0017", squiggle).ShouldContain("null is not a name");

    [Theory]
    [InlineData("stem")]
    [InlineData("_1")]
    [InlineData("Stem_2")]
    [InlineData("größe")]
    [InlineData("class")]
    public void IdentifiersAreNames(string name) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(4), Dense(3, Name = \"{name}\")] partial class Net;")
            .Specs.ShouldHaveSingleItem();
}
