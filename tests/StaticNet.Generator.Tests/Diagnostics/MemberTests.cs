using StaticNet.Generator.Graph;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What else a network's class may have, and what it may not.</summary>
public class MemberTests
{
    private const string Head = "#nullable enable\nusing System; using StaticNet; ";
    private const string Layers = "[Network, Input(4), Dense(3), SoftmaxCrossEntropy] ";

    [Fact]
    public void These_build() => Builds([.. new[]
    {
        "public float[] workspace = new float[1]; int parameters, gradients, lastCount; bool slices;",
        "public object Math => 1; public object MathF => 1; public object Unsafe => 1; public object System => 1;",
        "public void Forward(string text) { } public void Save(System.IO.Stream stream) { } public int Load() => 1;",
        "public void Forward(float[] input, float[] output) { }",
        "public T Forward<T>(ReadOnlySpan<float> input) => default!;",
        "public const int HiddenLength = 3; public int inputLength;",
        "static Net() { }",
        "public Net(string name) : this(3) { } public Net() : this(\"a\") { }",
        "public required string Name { get; set; } public required int level;",
        "public required string Name { set { } }",
        "private class Slices { } private enum Program { } private class Vector256Kernels { } private class NetPrograms { }",
        "public override string ToString() => \"net\"; public int this[int i] => i; public static bool operator !(Net net) => true;",
    }.Select(members => $"{Layers} partial class Net {{ {members} }}")]);

    [Theory]
    [InlineData("public string Summary() => \"\";", "Summary")]
    [InlineData("private int States;", "States")]
    [InlineData("public class Trainer { }", "Trainer")]
    [InlineData("public struct Views { }", "Views")]
    [InlineData("public int InputLength { get; }", "InputLength")]
    [InlineData("public const int BatchCapacity = 3;", "BatchCapacity")]
    [InlineData("public event Action? Gradients;", "Gradients")]
    [InlineData("public delegate void Load();", "Load")]
    [InlineData("public void Save(string file) { }", "Save")]
    [InlineData("public void Forward(ReadOnlySpan<float> a, Span<float> b) { }", "Forward")]
    [InlineData("public int Forward(ReadOnlySpan<float> a, int b) => 1;", "Forward")]
    [InlineData("public void Backward(ReadOnlySpan<float> a, Span<float> b, bool c) { }", "Backward")]
    [InlineData("public void BackwardToInputs(ReadOnlySpan<float> a, Span<float> b) { }", "BackwardToInputs")]
    [InlineData("public Net ShareParameters() => this;", "ShareParameters")]
    [InlineData("private int __programs;", "__programs")]
    [InlineData("public Net(int seed) : this() { }", "Net")]
    public void SN0026_AMemberMeetsAGeneratedOne(string member, string name) =>
        Report($"{Layers} partial class Net {{ {member} }}", "SN0026", name).ShouldStartWith("network 'Net': ");

    [Fact]
    public void SN0026_SaysWhatMeets() => Report($"{Layers} partial class Net {{ public void Save(string file) {{ }} }}", "SN0026", "Save")
        .ShouldBe("network 'Net': 'Save(string)' is generated as well; give this one another name or other parameters");

    [Theory]
    [InlineData("Dropout(0.0)", "Training")]
    [InlineData("SpatialDropout(0.5)", "RandomState")]
    [InlineData("BatchNorm", "Training")]
    public void SN0026_ModesAndRandomNumbersAreMembersWhereALayerHasThem(string layer, string member) =>
        Report($"[Network, Input(4, 2), {layer}] partial class Net {{ int {member}; }}", "SN0026", member).ShouldContain($"'{member}' is generated as well");

    [Fact]
    public void Without_such_layers_there_are_none_to_meet() =>
        Builds("[Network, Input(4), Dense(3)] partial class Net { int Training; int RandomState; }", "[Network, Input(4), BatchNorm] partial class Net { int RandomState; }");

    [Fact]
    public void Without_a_loss_there_is_no_trainer_to_meet() => Builds("[Network, Input(4), Dense(3)] partial class Net { class Trainer { } }");

    [Theory]
    [InlineData("Trainer")]
    [InlineData("Forward")]
    [InlineData("Backward")]
    [InlineData("States")]
    [InlineData("Views")]
    [InlineData("Parameters")]
    [InlineData("Summary")]
    [InlineData("InputLength")]
    [InlineData("Save")]
    public void SN0026_TheClassIsCalledLikeAMember(string name) => Report($"{Layers} partial class {name} {{ }}", "SN0026", name)
        .ShouldBe($"network '{name}': a generated member is called '{name}', as its class is; give the class another name");

    [Fact]
    public void The_class_may_be_called_like_anything_else() => Builds([.. new[]
    {
        "Workspace",
        "Slices",
        "Program",
        "Optimizer",
        "NetworkTrainer",
        "Unsafe",
        "System",
        "Dense",
        "count",
    }.Select(name => $"{Layers.Replace("Dense(", "StaticNet.Dense(")} public partial class {name} {{ }}")]);

    [Theory]
    [InlineData("public Net() { }", "write Net() : this(seed: 0), or with a seed of yours")]
    [InlineData("public Net(string name, int size = 3) { }", "write Net(string name, int size = 3) : this(seed: 0), or with a seed of yours")]
    [InlineData("Net(float x) : base() { }", "write Net(float x) : this(seed: 0), or with a seed of yours")]
    public void SN0027_AConstructorMakesNoNetwork(string member, string remedy) =>
        Report($"{Layers} partial class Net {{ {member} }}", "SN0027", "Net")
            .ShouldBe("network 'Net': this constructor calls none of those that are generated, so the network would have no weights and no memory; " + remedy);

    [Fact]
    public void Base_classes_may_have_members_of_the_same_names() => Builds([.. new[]
    {
        ("public class Base { protected Base() { } public virtual void Save(string path) { } public int Training, Forward; public class Trainer { } }", ""),
        ("public class Base { public Base(int size = 3, params string[] names) { } protected internal float[] workspace = new float[3]; }", ""),
        ("public abstract class Root { public abstract int Size { get; } } public abstract class Base : Root { public override int Size => 3; public abstract void Reset(); }", "public override void Reset() { }"),
        ("public class Base { public required string Name { get; init; } }", ""),
        ("public class Base { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Base() { Name = \"\"; } public required string Name { get; init; } }", ""),
    }.Select(pair => $"{pair.Item1} {Layers} public partial class Net : Base {{ {pair.Item2} }}")]);

    [Theory]
    [InlineData("public class Base { public Base(int size) { } }", "has no constructor without parameters")]
    [InlineData("public class Base { private Base() { } public Base(int size) { } }", "has no constructor without parameters")]
    [InlineData("public abstract class Base { public abstract void Save(string path); }", "has an abstract member 'Save'")]
    [InlineData("public abstract class Base { public abstract int ParameterCount { get; } }", "has an abstract member 'ParameterCount'")]
    public void SN0003_TheBaseClassCannotBeOne(string baseClass, string problem) =>
        Report($"{baseClass} {Layers} partial class Net : Base {{ }}", "SN0003", "Net").ShouldContain(problem);

    [Fact]
    public void Inputs_and_layers_may_have_any_name() => Builds(
        "[Network, Input(3, Name = \"loss\"), Input(3, Name = \"b\"), Add(\"loss\", \"b\"), Dense(2), MeanSquaredError] partial class Net;",
        "[Network, Input(3, Name = \"lastWasSliced\"), Input(3, Name = \"firstSample\"), Add(\"lastWasSliced\", \"firstSample\"), Dropout(0.5), Dense(2), SoftmaxCrossEntropy] partial class Net;",
        "[Network, Input(3, Name = \"labels0\"), Input(3, Name = \"target0\"), Add(\"labels0\", \"target0\"), Dense(2), SoftmaxCrossEntropy] partial class Net;",
        "[Network, Input(3, Name = \"count\"), Input(3, Name = \"nameof\"), Add(\"count\", \"nameof\"), Dense(2), MeanSquaredError] partial class Net;",
        "[Network, Input(3, Name = \"workspace\"), Input(3, Name = \"__programs\"), Add(\"workspace\", \"__programs\"), Dense(2, Name = \"parameters\"), MeanSquaredError] partial class Net;",
        "[Network, Input(3, Name = \"inputs\"), Input(3, Name = \"targets\"), Add(\"inputs\", \"targets\"), Dense(2, Name = \"output0\"), MeanSquaredError(Name = \"labels\")] partial class Net;",
        "[Network, Input(3, Name = \"input0\"), Input(3, Name = \"input1\"), Add(\"input1\", \"input0\"), Dense(2, Name = \"instance\"), Output(Name = \"slices\"), Dense(2, Name = \"toInput\"), Output(Name = \"class\"), MeanSquaredError] partial class Net;",
        "[Network, Input(3, Name = \"seed\"), Input(3, Name = \"step\"), Add(\"seed\", \"step\"), Dense(20, Name = \"entering0\"), ReLU, Dense(2, Name = \"x\"), MeanSquaredError] partial class Net;");

    /// <summary>Compiles declarations in one go, each in a namespace of its own.</summary>
    private static void Builds(params string[] sources)
    {
        var cases = sources.Select((source, i) => $"namespace Case{i}\n{{\n{source}\n}}\n");
        var run = GeneratorRun.Of("#pragma warning disable CS8981\n#nullable enable\nusing System; using StaticNet;\n" + string.Concat(cases));
        run.Diagnostics.ShouldBeEmpty();
        run.CompilerErrors.Take(5).ShouldBeEmpty();
        run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true
            && diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).Take(5).ShouldBeEmpty();
    }

    private static string Report(string source, string id, string squiggle) => GeneratorRun.Of(Head + source).ShouldReport(id, squiggle);
}
