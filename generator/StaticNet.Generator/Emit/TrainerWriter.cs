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
        WriteRun("ComputeStep", "RunStep", step);
        writer.Line();
        WriteRun("ComputeLoss", "RunEvaluate", evaluate);
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
                public Trainer({{network.Spec.Name}} network, global::StaticNet.Optimizer optimizer, int seed = 0)
                    : base(network, optimizer, seed) => this.network = network;

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
            writer.Block($"public float Evaluate({signature})", () => WriteCall("ComputeLoss"));
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

            writer.Line($"return network.{method}({arguments}, unchecked((ulong)Seed), (ulong)StepCount, count);");
        }

        void WriteRun(string method, string run, CompiledProgram program)
        {
            writer.Block($"private float {method}({signature}, ulong seed, ulong step, int count)", () =>
            {
                writer.Line("lastCount = 0;");
                ForwardWriter.CopyInputs(writer, program, inputs);
                foreach (var node in program.Graph.Nodes)
                {
                    if (node.Operation is Target { Element: ElementType.Float } target)
                        writer.Line($"{targets[target.Index]}.CopyTo({ForwardWriter.ArenaSpan(program.Plan[node].Offset, $"count * {target.Shape.Length}")});");
                    else if (node.Operation is InverseBatchSize)
                        writer.Line($"Unsafe.Add(ref workspace.Reference, {program.Plan[node].Offset}) = 1f / count;");
                }

                var labels = program.Graph.Nodes.Select(node => node.Operation).OfType<Target>().Where(target => target.Element == ElementType.Label)
                    .OrderBy(target => target.Index).Select(target => $"ref MemoryMarshal.GetReference({targets[target.Index]}), ");
                var random = program.Calls.Any(call => call.Node.Operation is Dropout) ? "seed, step, " : "";
                writer.Line($"{run}({string.Concat(labels)}{random}count);");
                var loss = program.Graph[program.Graph.Roots.Single(root => root.Kind == RootKind.Loss).Node];
                writer.Line($"return Unsafe.Add(ref workspace.Reference, {program.Plan[loss].Offset});");
            });
        }
    }
}
