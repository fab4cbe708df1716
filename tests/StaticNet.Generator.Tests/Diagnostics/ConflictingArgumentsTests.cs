using System.Reflection;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>A number and a list that say the same exclude each other; <c>Padding.Same</c> is a name, not a number that happens.</summary>
public class ConflictingArgumentsTests
{
    /// <summary>Every attribute with a property and a list of its name in the plural.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var attribute in typeof(NetworkAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute))))
            {
                var properties = attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();
                var lists = properties.Where(property => property.PropertyType.IsArray).Select(property => property.Name).ToArray();
                foreach (var name in properties.Select(property => property.Name).Where(name => lists.Contains(name + "s")))
                    pairs.Add(attribute.Name[..^nameof(Attribute).Length], name);
            }

            return pairs;
        }
    }

    [Fact]
    public void ThereAreSuchPairs() => ((IEnumerable<object[]>)Pairs).Count().ShouldBe(23);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void SN0025_TheSecondIsReported(string attribute, string name)
    {
        // An attribute's name ends with how many axes it has.
        var axes = attribute[^2] - '0';
        var list = $"{name}s = new[] {{ {string.Join(", ", Enumerable.Repeat(1, name == "Padding" ? 2 * axes : axes))} }}";
        var number = $"{name} = 1";
        var kernel = attribute.StartsWith("Conv", StringComparison.Ordinal) ? "4, 3" : "3";
        var input = $"Input(1, {string.Join(", ", Enumerable.Repeat(8, axes))})";

        Report($"{input}, {attribute}({kernel}, {number}, {list})", list)
            .ShouldBe($"{attribute}: {name} and {name}s are both given, and say the same thing; leave out {name} or {name}s");
        Report($"{input}, {attribute}({kernel}, {list}, Name = \"a\", {number})", number)
            .ShouldBe($"{attribute} 'a': {name}s and {name} are both given, and say the same thing; leave out {name}s or {name}");
        Report($"Input(4), Dense(4, From = \"nothing\"), {attribute}({kernel}, {number}, {list})", list, "SN0008");
    }

    [Fact]
    public void SN0025_InABlock() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(1, 8, 8), Use(typeof(B), 2)] partial class Net; "
            + "[Block, MaxPool2D(A, Stride = A, Strides = new[] { A, 1 })] class B { [BlockParameter] const int A = 1; }")
            .ShouldReport("SN0025", "Strides = new[] { A, 1 }");

    [Fact]
    public void NullIsAsIfItWereNotWritten() =>
        GeneratorRun.Of("using StaticNet; [Network, Input(1, 8, 8), Conv2D(1, 3, Stride = 2, Strides = null)] partial class Net;").Diagnostics.ShouldBeEmpty();

    [Theory]
    [InlineData("Conv2D(4, 3, Padding = -1)", "Padding = -1", "Padding is -1, but must be from 0 to 1048576, or Padding.Same; write [Conv2D(4, 3, Padding = Padding.Same)] or a number from 0 to 1048576")]
    [InlineData("MaxPool2D(3, Padding = -1)", "Padding = -1", "Padding is -1")]
    [InlineData("AveragePool2D(3, Padding = -7)", "Padding = -7", "Padding is -7")]
    [InlineData("Conv2D(4, 3, Padding = int.MinValue + 1)", "Padding = int.MinValue + 1", "Padding is -2147483647")]
    [InlineData("Conv2D(4, 3, Padding = Padding.Same + 1)", "Padding = Padding.Same + 1", "Padding is -2147483647")]
    [InlineData("Conv2D(4, 3, Padding = int.MaxValue)", "Padding = int.MaxValue", "Padding is 2147483647")]
    [InlineData("Conv2D(4, 3, Paddings = new[] { 1, -1, 1, 1 })", "-1", "Paddings[1] is -1, but must be from 0 to 1048576; write [Conv2D(4, 3, Paddings = new[] { 1, 0, 1, 1 })] or")]
    [InlineData("Conv2D(4, 3, Paddings = new[] { 0, 0, 0, Padding.Same })", "Padding.Same", "Paddings[3] is Padding.Same, but must be from 0 to 1048576;")]
    [InlineData("Use(typeof(B), 1)", "Padding = A / 2 - 1", "Padding is -1")]
    [InlineData("Use(typeof(B), -2)", "Padding = A / 2 - 1", "Padding is -2")]
    public void SN0011_ANegativePaddingIsNoName(string layer, string squiggle, string message) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(1, 8, 8), {layer}] partial class Net; "
            + "[Block, Conv2D(1, 1, Padding = A / 2 - 1)] class B { [BlockParameter] const int A = 2; }")
            .ShouldReport("SN0011", squiggle).ShouldContain(message);

    [Theory]
    [InlineData("Conv2D(4, 3, Padding = Padding.Same)")]
    [InlineData("Conv2D(4, 3, Padding = StaticNet.Padding.Same, Stride = 2147483647)")]
    [InlineData("MaxPool2D(3, Padding = Padding.Same)")]
    [InlineData("Use(typeof(B), Padding.Same)")]
    [InlineData("Use(typeof(C))")]
    public void TheNameIsTaken(string layer) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(1, 8, 8), {layer}] partial class Net; "
            + "[Block, Conv2D(1, 3, Padding = A)] class B { [BlockParameter] const int A = 2; } "
            + "[Block, Conv2D(1, 3, Padding = A)] class C { [BlockParameter] const int A = Padding.Same; }")
            .Diagnostics.ShouldBeEmpty();

    private static string Report(string layers, string squiggle, string? other = null)
    {
        var run = GeneratorRun.Of($"using StaticNet; [Network, {layers}] partial class Net;");
        run.Diagnostics.Select(diagnostic => diagnostic.Id).ShouldBe(other is null ? ["SN0025"] : [other, "SN0025"]);
        run.Squiggle(run.Diagnostics[^1]).ShouldBe(squiggle);
        return run.Diagnostics[^1].GetMessage();
    }
}
