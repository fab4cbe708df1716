using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

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

    /// <summary>Members with each loss of a program, in declaration order: of a single one, that of the sum.</summary>
    public static IReadOnlyList<string> TermsOf(GeneratedNames names, string name) => names.Ports.Targets.Count == 1
        ? new[] { name + "Loss" }
        : names.Ports.Targets.Select((_, i) => TermOf(name, i)).ToArray();

    private static string TermOf(string name, int index) => name + "Loss" + Literals.Integer(index);

    private static void WriteRun(CodeWriter writer, GeneratedNames names, string name, string grain, CompiledProgram program)
    {
        var ports = names.Ports;
        var targets = ports.Targets.Select((_, i) => PortNames.CallersTarget(ports, i)).ToArray();
        var (inputNames, targetNames) = PortNames.Trainer(ports);
        var signature = string.Join(", ", ports.Inputs.Select((input, i) => $"ReadOnlySpan<{PortNames.ElementOf(input)}> {PortNames.Input(i)}")
            .Concat(targets.Select((target, i) => $"ReadOnlySpan<{PortNames.ElementOf(ports.Targets[i])}> {target}")));
        var floats = PortNames.FloatInputs(ports).Concat(Targets(ElementType.Float).Select(i => targets[i])).ToArray();
        writer.Block($"internal float Compute{name}({signature}, ulong seed, ulong step, int count, int degreeOfParallelism)", () => ForwardWriter.WriteEntered(writer, () =>
        {
            for (var i = 0; i < ports.Inputs.Count; i++)
            {
                if (ports.Inputs[i].IsInteger)
                    WriteCheck("Indices", inputNames[i], PortNames.Input(i), PortNames.Indices(i), ports.Inputs[i]);
            }

            foreach (var i in Targets(ElementType.Int32))
                WriteCheck("Labels", targetNames[i], targets[i], PortNames.Target(ports, i), ports.Targets[i]);
            writer.Line("lastCount = global::StaticNet.Runtime.Check.OverwrittenByTrainer;");
            if (program.CouplesSamples)
            {
                writer.Line("// What is computed of a sample depends on the whole batch, which is not divided.");
            }
            else
            {
                writer.Line($"int sliceCount = degreeOfParallelism == 1 ? 1 : Slices.CountFor(count, degreeOfParallelism, {grain});");
                writer.Line("if (sliceCount > 1)");
                writer.Indented(() => writer.Line($"return Reserve(sliceCount).{name}({ArgumentList.Of(floats, "seed", "step", "count", "sliceCount")});"));
                writer.Line();
            }

            BoundaryWriter.Enter(writer, program, names.Network.ArenaLengths.Count);
            writer.Line($"Load{name}({ArgumentList.Of(floats, "count")});");
            var labels = string.Concat(IntegerPorts.OwnArguments(program).Select(argument => argument + ", "));
            writer.Line($"Run{name}({BoundaryWriter.EnteringArguments(program)}{labels}{(program.Draws ? "seed, step, " : "")}count);");
            var terms = TermsOf(names, name);
            for (var i = 0; i < terms.Count; i++)
                writer.Line($"Losses[{Literals.Integer(i)}] = {terms[i]};");
            writer.Line($"return {name}Loss;");
        }));
        writer.Line();
        writer.Line("// Losses are means over the whole batch, also where these samples are a part of it.");
        writer.Block($"private void Load{name}({ArgumentList.Of(ArgumentList.Spans(floats), "int batchCount")})", () =>
        {
            BoundaryWriter.CopyInputs(writer, names.Of(program), program);
            foreach (var node in program.Graph.Nodes)
            {
                if (node.Operation is Target { Element: ElementType.Float } target)
                    writer.Line(BoundaryWriter.CopyIn(targets[target.Index], names.Of(program).From(node)));
            }
        });
        writer.Line();
        foreach (var root in program.Graph.Roots.Where(root => root.Kind is RootKind.Loss or RootKind.LossTerm))
        {
            writer.Line($"private float {(root.Kind == RootKind.Loss ? name + "Loss" : TermOf(name, root.Index))} => {names.Of(program).At(program.Graph[root.Node])};");
            writer.Line();
        }

        void WriteCheck(string check, string argument, string span, string memory, Port port) => writer.Line(
            $"global::StaticNet.Runtime.Check.{check}({Literals.Text(argument.TrimStart('@'))}, {span}, {memory}, {Literals.Integer(port.Classes)});");

        IEnumerable<int> Targets(ElementType element) => Enumerable.Range(0, ports.Targets.Count).Where(i => ports.Targets[i].Element == element);
    }
}
