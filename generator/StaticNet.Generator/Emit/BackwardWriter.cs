using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Emit;

/// <summary>Writes Backward behind the surface.</summary>
internal static class BackwardWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var (network, ports) = (names.Network, names.Ports);
        var outputGradients = ports.Outputs.Select((_, i) => PortNames.OutputGradient(i)).ToArray();
        var inputGradients = ports.Inputs.Select((_, i) => PortNames.InputGradient(i)).ToArray();
        var (ofOutputs, ofInputs) = PortNames.Gradients(ports);
        var sources = string.Join(", ", outputGradients.Select(name => "ReadOnlySpan<float> " + name));
        var targets = string.Join(", ", inputGradients.Select(name => "Span<float> " + name));
        writer.Block($"internal void Backward({sources}, {targets})", () => ForwardWriter.WriteEntered(writer, () =>
        {
            // How many samples there are is known in here alone: before, another thread might call Forward.
            writer.Line("int count = lastCount;");
            writer.Line("global::StaticNet.Runtime.Check.ForwardHasRun(count);");
            for (var i = 0; i < outputGradients.Length; i++)
                writer.Line(ForwardSurface.CheckOf("BatchLength", outputGradients[i], $"count, {InstanceWriter.OutputLength(i)}", ofOutputs[i]));
            for (var i = 0; i < inputGradients.Length; i++)
            {
                writer.Line($"if (!{inputGradients[i]}.IsEmpty)");
                writer.Indented(() => writer.Line(ForwardSurface.CheckOf("BatchLength", inputGradients[i], $"count, {InstanceWriter.InputLength(i)}", ofInputs[i])));
            }

            writer.Line();
            writer.Line("// What Forward kept is overwritten, so this cannot run twice.");
            writer.Line("lastCount = global::StaticNet.Runtime.Check.UsedByBackward;");
            writer.Block("if (lastWasSliced)", () =>
            {
                writer.Line($"slices!.Backward({string.Join(", ", outputGradients.Concat(inputGradients))});");
                writer.Line("return;");
            });
            writer.Line();
            writer.Line($"LoadOutputGradients({string.Join(", ", outputGradients)});");
            writer.Line($"ComputeBackward({string.Join(" || ", inputGradients.Select(name => $"!{name}.IsEmpty"))}, count);");
            for (var i = 0; i < inputGradients.Length; i++)
            {
                writer.Line($"if (!{inputGradients[i]}.IsEmpty)");
                writer.Indented(() => writer.Line(BoundaryWriter.CopyOut($"InputGradient{i}(count)", inputGradients[i])));
            }
        }));
        writer.Line();
        writer.Block($"private void LoadOutputGradients({sources})", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            foreach (var node in program.Graph.Nodes)
            {
                if (node.Operation is OutputGradient seed)
                    mode.Line(BoundaryWriter.CopyIn(outputGradients[seed.Index], names.Of(program).PlaceOf(node)));
            }
        }));
        writer.Line();
        writer.Line("// Needs the gradients of the outputs in the arena, and what the forward pass left there.");
        writer.Block("private void ComputeBackward(bool toInput, int count)", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            var usesRandom = program.Calls.Any(call => call.Node.Operation is Dropout && call.Node.Origin.Phase == Phase.Backward);
            mode.Line($"Run{names.Of(program).Name}Backward(toInput, {(usesRandom ? "lastRandomState, 0, " : "")}count);");
        }));
        writer.Line();
        for (var i = 0; i < inputGradients.Length; i++)
            ForwardWriter.WriteArenaValue(writer, names, $"InputGradient{i}", RootKind.InputGradient, i, InstanceWriter.InputLength(i));
    }
}
