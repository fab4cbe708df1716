using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the nested trainer: step, gradients and evaluation for the declared losses.</summary>
internal static class TrainerWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var (network, ports) = (names.Network, names.Ports);
        if (network.Step is null)
            return;
        var (inputs, targets) = PortNames.Trainer(ports);
        var signature = string.Join(", ", inputs.Select((name, i) => $"{PortNames.Sources(ports.Inputs[i])} {name}")
            .Concat(targets.Select((name, i) => $"{PortNames.Sources(ports.Targets[i])} {name}")));
        var arguments = string.Join(", ", inputs.Concat(targets));

        // Inputs may be called anything, and are parameters of the methods.
        var count = NameScope.Empty().With(inputs.Concat(targets).ToArray()).Declare("count");
        writer.Line();
        writer.Line("/// <summary>Trains a network on its declared losses. A step allocates nothing.</summary>");
        writer.Line(GeneratedCode.QualifiedAttribute);
        writer.Block("public sealed class Trainer : global::StaticNet.NetworkTrainer", () =>
        {
            writer.Line($$"""
                private readonly {{names.QualifiedPrograms}} {{GeneratedNames.Field}};

                /// <summary>A trainer for a network, whose workspace and gradients it uses.</summary>
                /// <param name="network">The network whose weights are updated.</param>
                /// <param name="optimizer">The update rule, for this trainer alone.</param>
                /// <param name="seed">What dropout masks are drawn from.</param>
                /// <param name="degreeOfParallelism">
                /// On how many threads to compute: 1 to 1024. Each beside the calling one takes a workspace and gradients of its own.
                /// </param>
                /// <exception cref="global::System.ArgumentOutOfRangeException">The degree of parallelism is out of range.</exception>
                public Trainer({{network.Spec.Name}} network, global::StaticNet.Optimizer optimizer, int seed = 0, int degreeOfParallelism = 1)
                    : base(Prepare(network, degreeOfParallelism), optimizer, seed, degreeOfParallelism)
                {
                    {{GeneratedNames.Field}} = network.{{GeneratedNames.Field}};
                }

                // Before the optimizer is given to this trainer: where there is no memory for all threads, it stays free.
                private static {{network.Spec.Name}} Prepare({{network.Spec.Name}} network, int degreeOfParallelism)
                {
                    network?.{{GeneratedNames.Field}}.ReserveForTraining(degreeOfParallelism);
                    return network!;
                }

                /// <inheritdoc/>
                [global::System.CLSCompliant(false)]
                protected override global::StaticNet.Runtime.NetworkInstance? Instance => {{GeneratedNames.Field}};

                """);
            writer.Line($$"""
                /// <summary>
                /// Each declared loss of the last Step, ComputeGradients or Evaluate, in source order: a mean over the samples, times its weight.
                /// What those returned is their sum.
                /// </summary>
                public {{SurfaceWriter.ReadOnlySpan}} Losses => {{GeneratedNames.Field}}.Losses;

                """);
            Describe("One training step: forward, loss, backward and update.");
            writer.Line("/// <returns>The loss before the update: a mean over the samples.</returns>");
            writer.Line($"public float Step({signature}) => UpdateAfter(ComputeGradients({arguments}));");
            writer.Line();
            Describe("Computes loss and gradients without an update; <see cref=\"global::StaticNet.NetworkTrainer.Update\"/> follows when it pleases.");
            writer.Line("/// <returns>The loss: a mean over the samples.</returns>");
            writer.Block($"public float ComputeGradients({signature})", () => WriteCall("ComputeStep"));
            writer.Line();
            Describe("The loss in inference mode, for validation: nothing is trained.");
            writer.Line("/// <returns>The loss: a mean over the samples.</returns>");
            writer.Block($"public float Evaluate({signature})", () => WriteCall("ComputeEvaluate"));
        });

        void Describe(string summary)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            for (var i = 0; i < inputs.Count; i++)
                writer.Line($"/// <param name=\"{inputs[i].TrimStart('@')}\">1 to <see cref=\"BatchCapacity\"/> samples of {ForwardSurface.Describe(ports.Inputs[i])}, one after another.</param>");
            for (var i = 0; i < targets.Count; i++)
            {
                var target = ports.Targets[i];
                writer.Line(target.Element == ElementType.Int32
                    ? $"/// <param name=\"{targets[i].TrimStart('@')}\">Class indices, 0 to {target.Classes - 1}: {target.Shape.Length} a sample.</param>"
                    : $"/// <param name=\"{targets[i].TrimStart('@')}\">Targets of shape {target.Shape}, one a sample.</param>");
            }

            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span is of the wrong length, or an integer out of range; nothing was computed.</exception>");
        }

        void WriteCall(string method)
        {
            writer.Line($"int {count} = {ForwardSurface.CheckOf("SampleCount", inputs[0], $"{names.LengthConstants[0]}, BatchCapacity")}");
            for (var i = 1; i < inputs.Count; i++)
                writer.Line(ForwardSurface.CheckOf("BatchLength", inputs[i], $"{count}, {names.LengthConstants[i]}"));
            for (var i = 0; i < targets.Count; i++)
                writer.Line(ForwardSurface.CheckOf("BatchLength", targets[i], $"{count}, {Literals.Integer(ports.Targets[i].Shape.Length)}"));
            writer.Line($"return {GeneratedNames.Field}.{method}({arguments}, unchecked((ulong)Seed), (ulong)StepCount, {count}, DegreeOfParallelism);");
        }
    }
}
