using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the nested trainer: step, gradients and evaluation for the declared losses.</summary>
internal static class TrainerWriter
{
    public static void Write(CodeWriter writer, CompiledNetwork network)
    {
        if (network.Step is not { } step || network.Evaluate is not { } evaluate)
            return;
        var ports = network.Forward.Interface;
        var (inputNames, _) = PortNames.Parameters(ports);
        var inputs = ports.Inputs.Count == 1 ? new[] { "inputs" } : inputNames.ToArray();
        var targets = PortNames.Targets(ports, inputs);
        var lengths = PortNames.LengthConstants(ports);
        var signature = string.Join(", ", inputs.Select(name => "ReadOnlySpan<float> " + name)
            .Concat(targets.Select((name, i) => $"ReadOnlySpan<{(ports.Targets[i].Element == ElementType.Label ? "int" : "float")}> {name}")));
        var arguments = string.Join(", ", inputs.Concat(targets));

        writer.Line();
        WriteRun("Step", "StepGrain", step);
        writer.Line();
        WriteRun("Evaluate", "ForwardGrain", evaluate);
        writer.Line();
        writer.Line("/// <summary>Trains a network on its declared losses. A step allocates nothing.</summary>");
        writer.Line(GeneratedCode.Attribute);
        writer.Block("public sealed class Trainer : global::StaticNet.NetworkTrainer", () =>
        {
            writer.Line($$"""
                private readonly {{network.Spec.Name}} network;

                /// <summary>A trainer for a network, whose workspace and gradients it uses.</summary>
                /// <param name="network">The network whose weights are updated.</param>
                /// <param name="optimizer">The update rule, for this trainer alone.</param>
                /// <param name="seed">What dropout masks are drawn from.</param>
                /// <param name="degreeOfParallelism">
                /// On how many threads to compute: 1 to 1024. Each beside the calling one takes a workspace and gradients of its own.
                /// </param>
                /// <exception cref="ArgumentOutOfRangeException">The degree of parallelism is out of range.</exception>
                public Trainer({{network.Spec.Name}} network, global::StaticNet.Optimizer optimizer, int seed = 0, int degreeOfParallelism = 1)
                    : base(network, optimizer, seed, degreeOfParallelism)
                {
                    this.network = network;
                    network.Reserve(degreeOfParallelism, Math.Min(ForwardGrain, StepGrain));
                }

                /// <inheritdoc/>
                protected override global::StaticNet.Runtime.WorkerTeam? Team => network.slices?.Team;

                """);
            Describe("One training step: forward, loss, backward and update.");
            writer.Line("/// <returns>The loss before the update: a mean over the samples.</returns>");
            writer.Block($"public float Step({signature})", () =>
            {
                writer.Line($"float loss = ComputeGradients({arguments});");
                writer.Line("Update();");
                writer.Line("return loss;");
            });
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
            for (var i = 0; i < inputs.Length; i++)
                writer.Line($"/// <param name=\"{inputs[i].TrimStart('@')}\">1 to <see cref=\"BatchCapacity\"/> samples of {ports.Inputs[i].Shape}, one after another.</param>");
            for (var i = 0; i < targets.Count; i++)
            {
                var target = ports.Targets[i];
                writer.Line(target.Element == ElementType.Label
                    ? $"/// <param name=\"{targets[i].TrimStart('@')}\">Class indices, 0 to {target.Classes - 1}: {target.Shape.Length} a sample.</param>"
                    : $"/// <param name=\"{targets[i].TrimStart('@')}\">Targets of shape {target.Shape}, one a sample.</param>");
            }

            writer.Line("/// <exception cref=\"ArgumentException\">A span is of the wrong length, or a label out of range; nothing was computed.</exception>");
        }

        void WriteCall(string method)
        {
            writer.Line($"int count = global::StaticNet.Runtime.Check.SampleCount(nameof({inputs[0]}), {inputs[0]}.Length, {lengths[0]}, BatchCapacity);");
            for (var i = 1; i < inputs.Length; i++)
                writer.Line($"global::StaticNet.Runtime.Check.BatchLength(nameof({inputs[i]}), {inputs[i]}.Length, count, {lengths[i]});");
            for (var i = 0; i < targets.Count; i++)
            {
                writer.Line($"global::StaticNet.Runtime.Check.BatchLength(nameof({targets[i]}), {targets[i]}.Length, count, {ports.Targets[i].Shape.Length});");
                if (ports.Targets[i].Element == ElementType.Label)
                    writer.Line($"global::StaticNet.Runtime.Check.Labels(nameof({targets[i]}), {targets[i]}, {ports.Targets[i].Classes});");
            }

            writer.Line($"return network.{method}({arguments}, unchecked((ulong)Seed), (ulong)StepCount, count, DegreeOfParallelism);");
        }

        void WriteRun(string name, string grain, CompiledProgram program)
        {
            var floats = inputs.Concat(TargetNames(ElementType.Float)).ToArray();
            writer.Block($"private float Compute{name}({signature}, ulong seed, ulong step, int count, int degreeOfParallelism)", () =>
            {
                writer.Line("lastCount = 0;");
                writer.Line($"int sliceCount = degreeOfParallelism == 1 ? 1 : Slices.CountFor(count, degreeOfParallelism, {grain});");
                writer.Line("if (sliceCount > 1)");
                writer.Indented(() => writer.Line($"return Reserve(sliceCount).{name}({arguments}, seed, step, count, sliceCount);"));
                writer.Line();
                BoundaryWriter.Enter(writer, program, inputs);
                writer.Line($"Load{name}({string.Join(", ", floats)}, count);");
                var labels = TargetNames(ElementType.Label).Select(label => $"ref MemoryMarshal.GetReference({label}), ");
                writer.Line($"Run{name}({BoundaryWriter.EnteringArguments(program)}{string.Concat(labels)}{(UsesRandom(program) ? "seed, step, " : "")}count);");
                writer.Line($"return {name}Loss;");
            });
            writer.Line();
            writer.Line("// Losses are means over the whole batch, also where these samples are a part of it.");
            writer.Block($"private void Load{name}({string.Join(", ", floats.Select(parameter => "ReadOnlySpan<float> " + parameter))}, int batchCount)", () =>
            {
                BoundaryWriter.CopyInputs(writer, program, inputs);
                foreach (var node in program.Graph.Nodes)
                {
                    if (node.Operation is Target { Element: ElementType.Float } target)
                        writer.Line(BoundaryWriter.CopyIn(targets[target.Index], program.Plan[node].Offset));
                    else if (node.Operation is InverseBatchSize)
                        writer.Line($"Unsafe.Add(ref workspace.Reference, {program.Plan[node].Offset}) = 1f / batchCount;");
                }
            });
            writer.Line();
            var loss = program.Graph[program.Graph.Roots.Single(root => root.Kind == RootKind.Loss).Node];
            writer.Line($"private float {name}Loss => Unsafe.Add(ref workspace.Reference, {program.Plan[loss].Offset});");
        }

        IEnumerable<string> TargetNames(ElementType element) => targets.Where((_, i) => ports.Targets[i].Element == element);
    }

    /// <summary>Whether a program draws random numbers, and takes a seed and a step for them.</summary>
    public static bool UsesRandom(CompiledProgram program) => program.Calls.Any(call => call.Node.Operation is Dropout);
}
