using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Emit;

/// <summary>Writes what the trainer's members run: a training step, and the evaluation of the losses.</summary>
internal static class LossWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        if (names.Network is not { Step: { } step, Evaluate: { } evaluate })
            return;
        WriteRun(writer, names, "Step", "StepGrain", step);
        WriteRun(writer, names, "Evaluate", "ForwardGrain", evaluate);
    }

    /// <summary>Whether a program draws random numbers, and takes a seed and a step for them.</summary>
    public static bool UsesRandom(CompiledProgram program) => program.Calls.Any(call => call.Node.Operation is Dropout);

    private static void WriteRun(CodeWriter writer, GeneratedNames names, string name, string grain, CompiledProgram program)
    {
        var ports = names.Ports;
        var inputs = ports.Inputs.Select((_, i) => PortNames.Input(i)).ToArray();
        var targets = ports.Targets.Select((_, i) => PortNames.CallersTarget(ports, i)).ToArray();
        var (_, argumentNames) = PortNames.Trainer(ports);
        var signature = string.Join(", ", inputs.Select(input => "ReadOnlySpan<float> " + input)
            .Concat(targets.Select((target, i) => $"ReadOnlySpan<{PortNames.ElementOf(ports.Targets[i])}> {target}")));
        var floats = inputs.Concat(Targets(ElementType.Float).Select(i => targets[i])).ToArray();
        writer.Block($"internal float Compute{name}({signature}, ulong seed, ulong step, int count, int degreeOfParallelism)", () => ForwardWriter.WriteEntered(writer, () =>
        {
            foreach (var i in Targets(ElementType.Label))
            {
                writer.Line($"global::StaticNet.Runtime.Check.Labels({Literals.Text(argumentNames[i].TrimStart('@'))}, {targets[i]}, "
                    + $"{PortNames.Target(ports, i)}, {Literals.Integer(ports.Targets[i].Classes)});");
            }

            writer.Line("lastCount = global::StaticNet.Runtime.Check.OverwrittenByTrainer;");
            writer.Line($"int sliceCount = degreeOfParallelism == 1 ? 1 : Slices.CountFor(count, degreeOfParallelism, {grain});");
            writer.Line("if (sliceCount > 1)");
            writer.Indented(() => writer.Line($"return Reserve(sliceCount).{name}({string.Join(", ", floats)}, seed, step, count, sliceCount);"));
            writer.Line();
            BoundaryWriter.Enter(writer, program, inputs);
            writer.Line($"Load{name}({string.Join(", ", floats)}, count);");
            var labels = string.Concat(Targets(ElementType.Label).Select(i => $"ref {PortNames.Target(ports, i)}[0], "));
            writer.Line($"Run{name}({BoundaryWriter.EnteringArguments(program)}{labels}{(UsesRandom(program) ? "seed, step, " : "")}count);");
            writer.Line($"return {name}Loss;");
        }));
        writer.Line();
        writer.Line("// Losses are means over the whole batch, also where these samples are a part of it.");
        writer.Block($"private void Load{name}({string.Join(", ", floats.Select(parameter => "ReadOnlySpan<float> " + parameter))}, int batchCount)", () =>
        {
            BoundaryWriter.CopyInputs(writer, names.Of(program), program, inputs);
            foreach (var node in program.Graph.Nodes)
            {
                if (node.Operation is Target { Element: ElementType.Float } target)
                    writer.Line(BoundaryWriter.CopyIn(targets[target.Index], names.Of(program).PlaceOf(node)));
                else if (node.Operation is InverseBatchSize)
                    writer.Line($"workspace.At({names.Of(program).PlaceOf(node)}) = 1f / batchCount;");
            }
        });
        writer.Line();
        var loss = program.Graph[program.Graph.Roots.Single(root => root.Kind == RootKind.Loss).Node];
        writer.Line($"private float {name}Loss => workspace.At({names.Of(program).PlaceOf(loss)});");
        writer.Line();

        IEnumerable<int> Targets(ElementType element) => Enumerable.Range(0, ports.Targets.Count).Where(i => ports.Targets[i].Element == element);
    }
}
