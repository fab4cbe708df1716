using StaticNet.Generator.Graph;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes Backward behind the surface.</summary>
internal static class BackwardWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var (network, ports) = (names.Network, names.Ports);
        var outputGradients = ports.Outputs.Select((_, i) => PortNames.OutputGradient(i)).ToArray();
        var inputGradients = ports.FloatInputs.Select(PortNames.InputGradient).ToArray();
        var lengths = ports.FloatInputs.Select(InstanceWriter.InputLength).ToArray();
        var toInput = inputGradients.Length == 0 ? "false" : string.Join(" || ", inputGradients.Select(name => $"!{name}.IsEmpty"));
        var (ofOutputs, ofInputs) = PortNames.Gradients(ports);
        var sources = ArgumentList.Spans(outputGradients).ToArray();
        var targets = inputGradients.Select(name => "Span<float> " + name);
        writer.Block($"internal void Backward({ArgumentList.Of(sources.Concat(targets), "bool toParameters", "bool accumulate")})", () => ForwardWriter.WriteEntered(writer, () =>
        {
            // How many samples there are is known in here alone: before, another thread might call Forward.
            writer.Line("int count = lastCount;");
            writer.Line("global::StaticNet.Runtime.Check.ForwardHasRun(count);");
            for (var i = 0; i < outputGradients.Length; i++)
                writer.Line(ForwardSurface.CheckOf("BatchLength", outputGradients[i], $"count, {InstanceWriter.OutputLength(i)}", ofOutputs[i]));
            for (var i = 0; i < inputGradients.Length; i++)
            {
                writer.Line($"if (!{inputGradients[i]}.IsEmpty)");
                writer.Indented(() => writer.Line(ForwardSurface.CheckOf("BatchLength", inputGradients[i], $"count, {lengths[i]}", ofInputs[i])));
            }

            writer.Line();
            writer.Line("if (accumulate)");
            writer.Line("    KeepGradients();");
            writer.Line("// What Forward kept is overwritten, so this cannot run twice.");
            writer.Line("lastCount = global::StaticNet.Runtime.Check.UsedByBackward;");
            writer.Block("if (lastWasSliced)", () => writer.Line($"slices!.Backward({ArgumentList.Of(outputGradients.Concat(inputGradients), "toParameters")});"));
            writer.Block("else", () =>
            {
                writer.Line($"LoadOutputGradients({string.Join(", ", outputGradients)});");
                writer.Line($"ComputeBackward({ArgumentList.Of(new[] { toInput, "toParameters" }.Concat(IntegerPorts.OwnArguments(network.Inference)), "count")});");
                for (var i = 0; i < inputGradients.Length; i++)
                {
                    writer.Line($"if (!{inputGradients[i]}.IsEmpty)");
                    writer.Indented(() => writer.Line(BoundaryWriter.CopyOut($"{Method(inputGradients[i])}(count)", inputGradients[i])));
                }
            });
            writer.Line();
            writer.Line("if (accumulate)");
            writer.Line("    AddKeptGradients();");
        }));
        writer.Line();
        writer.Block($"private void LoadOutputGradients({ArgumentList.Of(sources)})", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            foreach (var node in program.Graph.Nodes)
            {
                if (node.Operation is OutputGradient seed)
                    mode.Line(BoundaryWriter.CopyIn(outputGradients[seed.Index], names.Of(program).From(node)));
            }
        }));
        writer.Line();
        writer.Line("// Needs the gradients of the outputs in the arena, and what the forward pass left there.");
        writer.Block($"private void ComputeBackward({ArgumentList.Of(new[] { "bool toInput", "bool toParameters" }.Concat(IntegerPorts.Parameters(network.Inference)), "int count")})", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            mode.Line($"Run{names.Of(program).Name}Backward({string.Concat(IntegerPorts.Arguments(program).Select(argument => argument + ", "))}toInput, toParameters, {(program.DrawsBackward ? "lastRandomState, 0, " : "")}count);");
        }));
        writer.Line();
        foreach (var i in ports.FloatInputs)
            ForwardWriter.WriteArenaValue(writer, names, Method(PortNames.InputGradient(i)), RootKind.InputGradient, i, InstanceWriter.InputLength(i));
    }

    /// <summary>The method that gives what the pass left of an input's gradient.</summary>
    public static string Method(string inputGradient) => Identifiers.Pascal(inputGradient);
}
