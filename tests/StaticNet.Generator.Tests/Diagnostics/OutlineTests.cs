using Microsoft.CodeAnalysis;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>A network with errors has its surface still, so that code that uses it has no errors of its own.</summary>
public class OutlineTests
{
    private const string User =
        """

        static class User
        {
            static float Train(string path, float[] samples, int[] labels)
            {
                var network = new Net(seed: 3) { DegreeOfParallelism = 2 };
                var trainer = new Net.Trainer(network, new Adam(), seed: 1, degreeOfParallelism: 2);
                float loss = trainer.Step(samples, labels) + trainer.ComputeGradients(samples, labels) + trainer.Evaluate(samples, labels);
                trainer.Update();
                network.Forward(samples, samples);
                System.ReadOnlySpan<float> result = network.Forward(inputs: samples, count: labels.Length);
                network.Backward(result, samples);
                network.Backward(outputGradient: result);
                Net other = network.ShareParameters();
                INetwork any = other;
                any.Save(path);
                other.Load(path, requireFinite: true);
                other.ParameterViews.Layer0Weight[0, 0] = network.GradientViews["0.bias"][0];
                other.ParameterViews.Layer2Bias[0] = Net.Summary.Length + any.Tensors.Length + network.Parameters[0] + network.Gradients[0] + network.States.Length;
                const int Samples = 1024 / Net.InputLength + 1024 % Net.OutputLength + Net.BatchCapacity + Net.ParameterCount / Net.WorkspaceLength;
                return loss / Samples + new float[Net.InputLength * Net.BatchCapacity].Length / Net.ForwardFlops;
            }
        }
        """;

    [Theory]
    [InlineData("[Network, Input(0), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(-8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), ReLU, Dense(3, From = \"a\"), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), ReLU, Dense(3, Name = \"1\"), SoftmaxCrossEntropy(Weight = double.NaN)]")]
    [InlineData("[Network, Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(1, 28, 28), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network(BatchCapacity = -4), Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network(Precision = (Precision)5), Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(100000, 100000), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network(BatchCapacity = int.MaxValue), Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), ReLU, Dense(1), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(1, 9, 9), Conv2D(8, 30), ReLU, Conv2D(8, 3, Groups = 3), Flatten, SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy, Softmax(From = \"input\"), Output]")]
    public void ErrorsOfADeclarationAreAllThatThereIs(string attributes)
    {
        var run = GeneratorRun.Of($"using StaticNet; {attributes} partial class Net;" + User);

        run.Diagnostics.ShouldNotBeEmpty();
        run.ShouldOnlyOutline();
    }

    [Theory]
    [InlineData("[Network, Input(4), Dnse(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Inptu(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), RELU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), Batchnorm(8), Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrosEntropy]")]
    [InlineData("[Network, Input(4), Dense(8, Bais = false), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(4), Dense(unknown), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    [InlineData("[Network, Input(\"a\"), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy(Weight = \"b\")]")]
    [InlineData("[Network(BatchCapcity = 3), Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]")]
    public void ErrorsOfTheCompilerInADeclarationAreAllThatThereIs(string attributes)
    {
        var source = $"using StaticNet; {attributes} partial class Net;";
        var run = GeneratorRun.Of(source + User);

        run.Diagnostics.ShouldBeEmpty();
        run.CompilerErrors.ShouldNotBeEmpty();
        run.CompilerErrors.ShouldAllBe(error => error.Location.SourceSpan.End < source.Length && error.Location.SourceTree == run.Output.SyntaxTrees[0]);
    }

    [Fact]
    public void SeveralInputsAndOutputsKeepTheirNames()
    {
        var run = GeneratorRun.Of(
            """
            using StaticNet;
            namespace Game
            {
                partial class Outer<T>
                {
                    [Network, Input(4, Name = "sensors"), Dense(0, Name = "state"), Input(2, Name = "goal"), Concat("state", "goal"), Tanh(Name = "trunk")]
                    [Dense(3, Name = "policy", From = "trunk"), Dense(1, Name = "worth", From = "trunk")]
                    [SoftmaxCrossEntropy(Name = "choice", From = "policy"), MeanSquaredError(Name = "value", From = "worth")]
                    internal sealed partial class Agent;
                }
                static class User
                {
                    static float Step(Outer<int>.Agent.Trainer trainer, Outer<int>.Agent agent, float[] x, int[] y)
                    {
                        agent.Forward(x, x, policy: x, worth: x);
                        agent.ParameterViews.StateWeight[0, 0] = agent.ParameterViews.PolicyBias[0];
                        const int Lengths = Outer<int>.Agent.SensorsLength + Outer<int>.Agent.GoalLength + Outer<int>.Agent.PolicyLength + Outer<int>.Agent.WorthLength;
                        return Lengths + trainer.Step(sensors: x, goal: x, choiceLabels: y, valueTargets: x);
                    }
                }
            }
            """);

        run.ShouldReport("SN0011", "0");
        run.ShouldOnlyOutline();
    }

    [Theory]
    [InlineData("public int Parameters; public void Forward(System.ReadOnlySpan<float> mine, System.Span<float> too) { }")]
    [InlineData("class Trainer; struct Views { } static int BatchCapacity() => 3;")]
    [InlineData("public Net(int seed) { } public string Save = \"\"; public int OutputLength => 3;")]
    public void MembersOfTheUsersComeFirst(string members) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(4), Dense(0, Name = \"1\"), MeanSquaredError] partial class Net {{ {members} }}").ShouldOnlyOutline();

    [Theory]
    [InlineData("partial class Net(string name) { public string Name => name; }")]
    [InlineData("partial class Net : Base { public Net() : base(3) { } } class Base { public Base(int x) { } }")]
    public void ConstructorsThatCannotBeAreLeftOut(string @class) =>
        GeneratorRun.Of($"using StaticNet; [Network, Input(4), Dense(3, Name = \"1\")] {@class}").ShouldOnlyOutline();

    [Fact]
    public void AClassThatCannotHaveAnotherPartHasAllItsErrors()
    {
        var run = GeneratorRun.Of("using StaticNet; [Network, Input(4), Dense(0)] class Net;");

        run.Diagnostics.Select(diagnostic => diagnostic.Id).ShouldBe(["SN0002", "SN0011"]);
        run.Sources.ShouldBeEmpty();
    }

    public static TheoryData<string> Networks => new()
    {
        { "Input(4), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy" },
        { "Input(4), Dense(8), Dropout, Dense(3)" },
        { "Input(2, 8, 8), Conv2D(4, 3, Bias = false), Flatten, Dense(3, Name = \"head\"), MeanSquaredError" },
        { "Input(4, Name = \"a\"), Input(4, Name = \"b\"), Add(\"a\", \"b\"), Dense(3, Name = \"c\"), Dense(2, From = \"a\")" },
        { "Input(4), Dense(2, Name = \"a\"), Dense(2, Name = \"b\"), SigmoidBinaryCrossEntropy(From = \"a\"), SoftmaxCrossEntropy(Name = \"x\", From = \"b\")" },
        { "Input(4), Use(typeof(B), Repeat = 2), HalfSumSquaredError" },
    };

    /// <summary>The outline is written by hand, so it is held against what is generated.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void TheOutlineHasTheSurfaceOfTheNetwork(string layers)
    {
        string[] Surface(string network)
        {
            var run = GeneratorRun.Of($"using StaticNet; [{network}, {layers}] public partial class Net; [Block, Dense(4), ReLU] class B;");
            run.CompilerErrors.ShouldBeEmpty();
            var type = run.Output.GetTypeByMetadataName("Net")!;
            return [.. type.GetTypeMembers().Prepend(type).Where(IsPublic).SelectMany(MembersOf).Order(StringComparer.Ordinal)];
        }

        Surface("Network(BatchCapacity = 0)").ShouldBe(Surface("Network"));

        static bool IsPublic(ISymbol symbol) => symbol.DeclaredAccessibility == Accessibility.Public;
        static IEnumerable<string> MembersOf(INamedTypeSymbol type) => type.GetMembers().Where(IsPublic).Where(member => !member.IsImplicitlyDeclared)
            .Select(member => member.ToDisplayString(Signature)).Append(string.Join(", ", type.Interfaces.Append(type.BaseType).Append(type)));
    }

    private static SymbolDisplayFormat Signature { get; } = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut);
}
