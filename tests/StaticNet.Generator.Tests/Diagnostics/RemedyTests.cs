using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What a message says to write can be written: it is C#, in the user's own words, and the error is gone.</summary>
public partial class RemedyTests
{
    private const string Blocks =
        " [Block, Dense(4 / A)] class B { [BlockParameter] const int A = 1; } [Block, Conv2D(1, A)] class C { [BlockParameter] const int A = 1; }";

    [Theory]
    [InlineData("Input(4), Dense(0)", "[Dense(1)], or more for outputs")]
    [InlineData("Input(4), Dense(outputs: 0)", "[Dense(outputs: 1)], or more for outputs")]
    [InlineData("Input(4), Dense(-1 + 0, Bias = false, Name = \"head\")", "[Dense(1, Bias = false, Name = \"head\")]")]
    [InlineData("Input(4), DenseAttribute( 0 )", "[DenseAttribute( 1 )]")]
    [InlineData("Input(4), StaticNet.Dense(0)", "[StaticNet.Dense(1)]")]
    [InlineData("Input(1, 0, 8), ReLU", "[Input(1, 1, 8)], or more for shape[1]")]
    [InlineData("Input(new[] { 1, 0 }), ReLU", "[Input(new[] { 1, 1 })], or more for shape[1]")]
    [InlineData("Input(), ReLU", "[Input(784)] for a vector")]
    [InlineData("Input, ReLU", "[Input(784)] for a vector")]
    [InlineData("Input(Name = \"x\"), ReLU", "[Input(784, Name = \"x\")] for a vector")]
    [InlineData("Input(1, 8, 8), Conv2D(kernel: 0, channels: 4)", "[Conv2D(kernel: 1, channels: 4)], or more for kernel")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Stride = 0, Padding = 1)", "[Conv2D(4, 3, Stride = 1, Padding = 1)], or more for Stride")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Strides = new[] { 1 })", "[Conv2D(4, 3, Strides = new[] { 1, 1 })] or larger numbers")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 3, Strides = [1, 0])", "[Conv2D(4, 3, Strides = [1, 1])], or more for Strides[1]")]
    [InlineData("Input(1, 8, 8), MaxPool2D(2, Paddings = new[] { 1 })", "[MaxPool2D(2, Paddings = new[] { 0, 0, 0, 0 })]")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 9)", "[Conv2D(4, 8)] or a smaller kernel")]
    [InlineData("Input(1, 8, 6), Conv2D(4, 9)", "[Conv2D(4, 6)] or a smaller kernel")]
    [InlineData("Input(1, 8, 8), Conv2D(4, 5, Dilation = 3)", "[Conv2D(4, 3, Dilation = 3)] or a smaller kernel")]
    [InlineData("Input(1, 8, 8), AveragePool2D(3, 9)", "[AveragePool2D(3, 8)]")]
    [InlineData("Input(1, 8, 8), MaxPool2D(3, Padding = 2)", "[MaxPool2D(3, Padding = 1)] or less")]
    [InlineData("Input(1, 8, 8), MaxPool2D(3, Paddings = new[] { 0, 0, 2, 0 })", "[MaxPool2D(3, Paddings = new[] { 0, 0, 1, 0 })] or less")]
    [InlineData("Input(3, 8, 8), Conv2D(4, 3, Groups = 2)", "[Conv2D(4, 3, Groups = 1)], or another common divisor of 3 and 4")]
    [InlineData("Input(12, 8, 8), Conv2D(18, 3, Groups = 4)", "[Conv2D(18, 3, Groups = 2)]")]
    [InlineData("Input(4), Dropout(1.0)", "[Dropout(0.5)]")]
    [InlineData("Input(4), Dropout(rate: 2)", "[Dropout(rate: 0.5)]")]
    [InlineData("Input(4), Softmax(Axis = 1)", "[Softmax(Axis = 0)], or another axis from -1 to 0")]
    [InlineData("Input(4), Softmax(Axis = -2)", "[Softmax(Axis = -1)]")]
    [InlineData("Input(4), Add", "[Add(\"input\")] to merge")]
    [InlineData("Input(4, Name = \"x\"), Concat()", "[Concat(\"x\")] to merge")]
    [InlineData("Input(4), Reshape", "[Reshape(-1)] for a vector")]
    [InlineData("Input(8), Reshape(3, 3)", "[Reshape(1, 8)], or other dimensions whose product is 8")]
    [InlineData("Input(8), Reshape(2, 3, -1)", "[Reshape(2, 1, 4)]")]
    [InlineData("Input(8), Reshape(-1, -1)", "[Reshape(-1, 1)]")]
    [InlineData("Input(4), Dense(3, Initializer = (Initializer)99)", "[Dense(3, Initializer = Initializer.HeNormal)]")]
    [InlineData("Input(4), Dense(3, Name = \"stem\"), ReLU(From = \"stm\")", "[ReLU(From = \"stem\")]; known names are 'input', 'stem'")]
    [InlineData("Input(4), Dense(3, Name = \"stem\"), Concat(\"Steem\", \"input\")", "[Concat(\"stem\", \"input\")]")]
    [InlineData("Input(4), Dense(3, Name = \"a\"), Dense(2, Name = \"a\")", "[Dense(2, Name = \"a2\")]")]
    [InlineData("Input(4), Use(typeof(B), Repeat = 0)", "[Use(typeof(B), Repeat = 1)]")]
    [InlineData("Input(4), Use(typeof(B), Repeat = int.MaxValue)", "[Use(typeof(B), Repeat = 10000)] or less")]
    [InlineData("Input(4), Use(typeof(B), 5)", "[Dense(1)], or more for outputs, or give the block other arguments")]
    [InlineData("Input(1, 8, 8), Use(typeof(C), 9)", "[Conv2D(1, 8)]")]
    public void TheMendedAttributeIsRight(string layers, string remedy)
    {
        var source = $"using StaticNet; [Network, {layers}] partial class Net;" + Blocks;
        var run = GeneratorRun.Of(source);
        var diagnostic = run.Diagnostics.ShouldHaveSingleItem();
        diagnostic.GetMessage().ShouldContain("write " + remedy);

        // The attribute in which the squiggle is, as the message has it.
        var node = diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan);
        var attribute = node.FirstAncestorOrSelf<AttributeSyntax>() ?? node.DescendantNodes().OfType<AttributeSyntax>().First();
        var mended = Attribute(diagnostic);
        GeneratorRun.Of(source.Remove(attribute.SpanStart, attribute.Span.Length).Insert(attribute.SpanStart, mended))
            .Diagnostics.ShouldNotContain(other => other.Id == diagnostic.Id, mended);
    }

    [Theory]
    [InlineData("[Network(BatchCapacity = 0), Input(4), ReLU] partial class Net;", "write [Network(BatchCapacity = 1)], or more for BatchCapacity")]
    [InlineData("[Network, Dense(3)] partial class Net;", "begin with the shape of one sample, as in [Input(784)] or [Input(3, 32, 32)]")]
    [InlineData("[Network, Input(4)] partial class Net;", "add layers after its input, as in [Dense(10)]")]
    [InlineData("[Network, Input(8), Conv2D(4, 3)] partial class Net;", "put [Reshape(8, 1, 1)] before it, or declare an image, as in [Input(3, 32, 32)]")]
    [InlineData("[Network, Input(8, 4), MaxPool2D(2)] partial class Net;", "put [Reshape(1, 8, 4)] before it")]
    [InlineData("[Network, Input(8, 4, 2, 2), GlobalAveragePool2D] partial class Net;", "put [Reshape(8, 4, -1)] before it")]
    [InlineData("[Network, Input(4, Name = \"a\"), Dense(3), Add(\"a\")] partial class Net;", "for instance with [Dense(3)] behind the second")]
    [InlineData("[Network, Input(4, 2, 2, Name = \"a\"), Conv2D(3, 1), Add(\"a\")] partial class Net;", "for instance with [Conv2D(3, 1)] behind the second")]
    [InlineData("[Network, Input(4), Dense(3), MeanSquaredError, ReLU] partial class Net;", "as in [MeanSquaredError(From = \"policy\")]")]
    [InlineData("[Network, Input(1), SoftmaxCrossEntropy] partial class Net;", "as in [Dense(2)], or write [SigmoidBinaryCrossEntropy] for one output")]
    [InlineData("[Network, Input(4), Use(typeof(D))] partial class Net; [Block] class D { [BlockParameter] static int A; }", "declare it as const int A = 1;")]
    public void CodeInOtherRemediesIsCode(string source, string remedy)
    {
        var message = GeneratorRun.Of("using StaticNet; " + source).Diagnostics[0].GetMessage();

        message.ShouldContain("; ");
        message.ShouldContain(remedy);
        foreach (Match code in InBrackets().Matches(message))
            CSharpSyntaxTree.ParseText(code.Value + " class X;").GetDiagnostics().ShouldBeEmpty(code.Value);
    }

    [Fact]
    public void ALongAttributeIsNotRepeated()
    {
        var name = new string('x', 100);

        GeneratorRun.Of($"using StaticNet; [Network, Input(4), Dense(0, Name = \"{name}\")] partial class Net;").Diagnostics[0].GetMessage().ShouldEndWith("write 1, or more for outputs");
        GeneratorRun.Of($"using StaticNet; [Network, Input(4), Dense(outputs: 0, Name = \"{name}\")] partial class Net;").Diagnostics[0].GetMessage().ShouldEndWith("write outputs: 1, or more for outputs");
        GeneratorRun.Of("using StaticNet; [Network, Input(1, 8, 8), Conv2D(3, 3,\n Stride = 0)] partial class Net;").Diagnostics[0].GetMessage().ShouldEndWith("write Stride = 1, or more for Stride");
    }

    /// <summary>How the attribute is written is no part of what is compiled, but of the message.</summary>
    [Fact]
    public void AnotherSpellingCompilesNothing()
    {
        var before = GeneratorRun.Of("using StaticNet; [Network, Input(4), Dense(0)] partial class Net;");
        var after = before.Edit("using StaticNet; [Network, Input(4), Dense(outputs: 0)] partial class Net;");

        after.ReasonsOf(PipelineSteps.Compile).ShouldBe([IncrementalStepRunReason.Cached]);
        after.ShouldReport("SN0011", "outputs: 0").ShouldEndWith("write [Dense(outputs: 1)], or more for outputs");
    }

    /// <summary>The text in the brackets behind "write", in which there may be others.</summary>
    private static string Attribute(Diagnostic diagnostic)
    {
        var message = diagnostic.GetMessage();
        var start = message.IndexOf("write [", StringComparison.Ordinal) + "write [".Length;
        var (end, depth) = (start, 1);
        for (; depth > 0; end++)
            depth += message[end] == '[' ? 1 : message[end] == ']' ? -1 : 0;
        return message[start..(end - 1)];
    }

    [GeneratedRegex(@"\[[A-Z][^\]]*\]")]
    private static partial Regex InBrackets();
}
