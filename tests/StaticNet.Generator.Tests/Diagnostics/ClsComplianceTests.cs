using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Analyzers;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>Networks in assemblies that say to be compliant with the Common Language Specification, where the compiler checks it.</summary>
public class ClsComplianceTests
{
    private const string Compliant = "[assembly: System.CLSCompliant(true)]\n";

    private const string Networks =
        """
        namespace Game
        {
            [Network(BatchCapacity = 4), Input(1, 8, 8), Conv2D(2, 3, Strides = new[] { 2, 1 }, Paddings = new[] { 1, 0, 0, 0 })]
            [ReLU, Reshape(4, 12), Flatten, Use(typeof(Tail), 5), Dropout(0.5f), Dense(3), SoftmaxCrossEntropy]
            public sealed partial class Sight { }

            [Network, Input(4, Name = "a"), Input(4, Name = "b"), Add("a", "b", Name = "sum"), Concat("sum", "b"), Dense(3, Name = "_out")]
            public sealed partial class Motion { }

            [Network, Input(4), Dense(3)]
            internal sealed partial class Reflex { }

            [Block, Dense(Tail.Width), Tanh]
            public static class Tail
            {
                [BlockParameter] public const int Width = 4;
            }

            public class Brain
            {
                public Sight Sight { get; } = new Sight(seed: 1);
                public INetwork Network => Sight;
                public Sight.Trainer Train(Optimizer optimizer) => new Sight.Trainer(Sight, optimizer);
            }
        }
        """;

    [Theory]
    [InlineData(Compliant)]
    [InlineData("[assembly: System.CLSCompliant(false)]\n")]
    [InlineData("")]
    public async Task NoWarningIsLeft(string assembly)
    {
        var run = GeneratorRun.Of("using StaticNet;\n" + assembly + Networks);

        run.Diagnostics.ShouldBeEmpty();
        (await Warnings(run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ArraysInOtherAttributesAreWarnedOfAsEver()
    {
        const string source =
            """
            public sealed class ListAttribute : System.Attribute { public ListAttribute() { } public int[] Values; }
            [List(Values = new[] { 1 }), StaticNet.Network, StaticNet.Input(1, 2), StaticNet.Flatten, StaticNet.Dense(2)]
            public partial class Net { }
            """;
        var run = GeneratorRun.Of(Compliant + source);

        var warning = (await Warnings(run)).Where(diagnostic => diagnostic.Id == "CS3016").ShouldHaveSingleItem();
        run.Squiggle(warning).ShouldStartWith("List(");
    }

    private static async Task<IReadOnlyList<Diagnostic>> Warnings(GeneratorRun run)
    {
        var all = await run.Output.WithAnalyzers([new ArrayArgumentSuppressor(), new UnattachedLayerAnalyzer()]).GetAllDiagnosticsAsync();
        return [.. all.Where(diagnostic => diagnostic is { IsSuppressed: false, Severity: > DiagnosticSeverity.Info })];
    }
}
