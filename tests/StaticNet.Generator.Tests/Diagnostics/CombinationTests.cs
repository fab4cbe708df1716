using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What is wrong with stacks, splits, choices and reductions, shown on the argument that is wrong.</summary>
public class CombinationTests
{
    [Theory]
    [InlineData("Input(2, 3, Name = \"a\"), Dense(4), Stack(\"a\")", "SN0013", "\"a\"", "it stacks values of one shape, but they have (2, 4) and (2, 3)")]
    [InlineData("Input(4, Name = \"a\"), Tanh, Stack(\"a\", Axis = 2)", "SN0011", "Axis = 2", "must be from -2 to 1 for a new axis of shape (4)")]
    [InlineData("Input(7), Split(\"a\", \"b\")", "SN0012", "\"a\", \"b\"", "2 parts do not divide the 7 elements along axis 0 of (7); name as many parts as divide 7, or say how long each is, as in Lengths = new[] { 4, 3 }")]
    [InlineData("Input(7), Split(\"a\", \"b\", Lengths = new[] { 3, 3 })", "SN0012", "Lengths = new[] { 3, 3 }", "6 elements together, but there are 7 along axis 0")]
    [InlineData("Input(7), Split(\"a\", \"b\", Lengths = new[] { 7 })", "SN0011", "Lengths = new[] { 7 }", "must be 2, one for each name")]
    [InlineData("Input(7), Split(\"a\", \"b\", Lengths = new[] { 7, 0 })", "SN0011", "0", "must be at least 1")]
    [InlineData("Input(8), Split(\"a\", \"a\")", "SN0009", "\"a\"", "two parts are named 'a'")]
    [InlineData("Input(8), Dense(8, Name = \"b\"), Split(\"a\", \"b\")", "SN0009", "\"b\"", "an earlier layer is named 'b' already")]
    [InlineData("Input(8), Split(\"a\", \"2b\")", "SN0017", "\"2b\"", "is not a name")]
    [InlineData("Input(8), Split()", "SN0011", "Split()", "must be a name for each part")]
    [InlineData("Input(8), Split(\"a\", \"b\", Name = \"c\")", "SN0011", "Name = \"c\"", "its parts have names")]
    [InlineData("Input(8), Split(\"a\", \"b\", Axis = 1)", "SN0011", "Axis = 1", "must be from -1 to 0 for shape (8)")]
    [InlineData("Input(2, 1), Squeeze(0)", "SN0012", "0", "axis 0 of (2, 1) has 2 elements, not 1")]
    [InlineData("Input(2, 1), Squeeze(1, -1)", "SN0011", "-1", "axis 1 of shape (2, 1) is named twice")]
    [InlineData("Input(2), Unsqueeze(3)", "SN0011", "3", "must be from -2 to 1 for a new axis of shape (2)")]
    [InlineData("Input(4), Gather(1, 4)", "SN0011", "4", "must be from -4 to 3 along axis 0 of (4)")]
    [InlineData("Input(4), Gather(new int[0])", "SN0011", "new int[0]", "one position or more")]
    [InlineData("Input(4), Gather(\"i\")", "SN0008", "\"i\"", "'i'")]
    [InlineData("Input(4, Name = \"x\"), Input(2, Name = \"i\"), Gather(\"i\", From = \"x\")", "SN0012", "Gather(\"i\", From = \"x\")", "it takes integers, but its input is floats")]
    [InlineData("Input(4), OneHot(3)", "SN0012", "OneHot(3)", "it takes integers, but its input is floats")]
    [InlineData("Input(4, Element = Element.Int32), OneHot(0)", "SN0011", "0", "must be at least 1")]
    [InlineData("Input(4), Reduce((Reduction)7)", "SN0011", "(Reduction)7", "must be a member of Reduction")]
    [InlineData("Input(4), Reduce(Reduction.Sum, 1)", "SN0011", "1", "must be from -1 to 0 for shape (4)")]
    [InlineData("Input(4), Flatten(StartAxis = 1)", "SN0011", "StartAxis = 1", "must be from -1 to 0")]
    [InlineData("Input(4, 2), Flatten(StartAxis = 1, EndAxis = 0)", "SN0011", "StartAxis = 1", "must be at most the axis 0 at which it ends")]
    [InlineData("Input(4, Name = \"a\"), Dense(3), CosineSimilarity(\"a\")", "SN0013", "\"a\"", "which do not fit")]
    [InlineData("Input(4, Name = \"a\"), Tanh(Name = \"b\"), Tanh(Name = \"c\"), CosineSimilarity(\"a\", \"b\", \"c\")", "SN0013", "\"a\", \"b\", \"c\"", "it compares two values, but 3 are named")]
    [InlineData("Input(4, Name = \"a\"), Tanh, CosineSimilarity(\"a\", Epsilon = 0)", "SN0011", "Epsilon = 0", "must be above 0")]
    [InlineData("Input(4, Name = \"a\"), Tanh, CosineSimilarity(\"a\", Axis = 1)", "SN0011", "Axis = 1", "must be from -1 to 0")]
    [InlineData("Input(4, Element = Element.Int32), Embedding(3, 2, PaddingIndex = 3)", "SN0011", "PaddingIndex = 3", "must be below the 3 rows")]
    [InlineData("Input(4, Element = Element.Int32), Embedding(3, 2, PaddingIndex = -2)", "SN0011", "PaddingIndex = -2", "must be at least -1")]
    public void MistakesAreShownOnTheArgument(string layers, string id, string squiggle, string message)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;");
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id, diagnostic.GetMessage());
        diagnostic.GetMessage().ShouldContain(message);
        run.Squiggle(diagnostic).ShouldBe(squiggle);
    }

    /// <summary>A layer that reads a part that could not be made has no mistake of its own.</summary>
    [Fact]
    public void NothingFollowsFromAPartThatIsWrong()
    {
        var run = GeneratorRun.Of("using StaticNet; [Network, Input(7), Split(\"a\", \"b\"), Dense(3, From = \"a\"), Add(\"b\")] partial class Net;");
        run.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("SN0012");
    }
}
