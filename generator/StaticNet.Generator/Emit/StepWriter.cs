using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes Step, which runs a network of cells one step of a sequence at a time: on the surface, and behind it.</summary>
internal static class StepWriter
{
    /// <summary>The constant with the length of all states.</summary>
    public const string StateLength = "StateLength";

    /// <summary>What the length of an input or output of one step is called after that of a sequence.</summary>
    public static string LengthOf(string constant) => "Step" + constant;

    /// <summary>Public constants with the lengths of a step, and of the states.</summary>
    public static IEnumerable<(string Name, int Length, string Description)> Constants(GeneratedNames names)
    {
        if (names.Network.Stream is not { } stream)
            yield break;
        var (ports, whole) = (stream.Graph.Interface, names.Ports);
        for (var i = 0; i < whole.Inputs.Count; i++)
            yield return (LengthOf(names.LengthConstants[i]), ports.Inputs[i].Shape.Length, $"Floats of one step of the input {whole.Inputs[i].Name}: {ports.Inputs[i].Shape}.");
        for (var i = 0; i < whole.Outputs.Count; i++)
            yield return (LengthOf(names.LengthConstants[whole.Inputs.Count + i]), ports.Outputs[i].Shape.Length, $"Floats of one step of the output {whole.Outputs[i].Name}: {ports.Outputs[i].Shape}.");
        yield return (StateLength, names.Network.StreamStates.Sum(state => state.Shape.Length),
            $"Floats of all states, from one <see cref=\"Step\"/> to the next: {string.Join(", ", names.Network.StreamStates.Select(state => $"{state.Name} {state.Shape}"))}.");
    }

    /// <summary>Writes the public method.</summary>
    public static void WriteSurface(CodeWriter writer, GeneratedNames names)
    {
        if (names.Network.Stream is null)
            return;
        var (inputs, outputs) = PortNames.Parameters(names.Ports);
        var state = NameScope.Empty().With(inputs.Concat(outputs).ToArray()).Declare("state");
        writer.Line("/// <summary>Computes one step of a sequence at inference, and what it makes of the states.</summary>");
        writer.Line($"/// <param name=\"{state}\">What the step before left, which this one replaces: {StateLength} floats. Clear it before the first step of a sequence.</param>");
        foreach (var name in inputs)
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">The step of the input.</param>");
        foreach (var name in outputs)
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">Receives the step of the output.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span is of the wrong length; nothing was computed, and no state has changed.</exception>");
        var parameters = new[] { $"{SurfaceWriter.Span} {state}" }.Concat(inputs.Select(name => $"{SurfaceWriter.ReadOnlySpan} {name}")).Concat(outputs.Select(name => $"{SurfaceWriter.Span} {name}"));
        writer.Block($"public void Step({string.Join(", ", parameters)})", () =>
        {
            writer.Line(ForwardSurface.CheckOf("Length", state, StateLength));
            foreach (var (name, i) in inputs.Concat(outputs).Select((name, i) => (name, i)))
                writer.Line(ForwardSurface.CheckOf("Length", name, LengthOf(names.LengthConstants[i])));
            writer.Line($"{GeneratedNames.Field}.Step({ArgumentList.Of(new[] { state }.Concat(inputs).Concat(outputs))});");
        });
        writer.Line();
    }

    /// <summary>Writes what is behind it.</summary>
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        if (names.Network.Stream is not { } stream)
            return;
        var (network, program) = (names.Network, names.Of(stream));
        var (inputs, outputs) = (names.Ports.Inputs.Count, names.Ports.Outputs.Count);
        var parameters = new[] { "Span<float> state" }
            .Concat(Enumerable.Range(0, inputs).Select(i => $"ReadOnlySpan<float> {PortNames.Input(i)}"))
            .Concat(Enumerable.Range(0, outputs).Select(i => $"Span<float> {PortNames.Output(i)}"));
        var states = new List<string>();
        var offset = 0;
        foreach (var state in network.StreamStates)
        {
            states.Add($"state.Slice({Literals.Integer(offset)}, {Literals.Integer(state.Shape.Length)})");
            offset += state.Shape.Length;
        }

        writer.Block($"internal void Step({string.Join(", ", parameters)})", () =>
        {
            if (network.StraightStream is { } straight)
            {
                string Reference(string span) => $"ref MemoryMarshal.GetReference({span})";
                writer.Line("EnterBriefly();");
                WriteForgetting();
                writer.Line(StraightLineWriter.CallStep(
                    straight,
                    Enumerable.Range(0, inputs).Select(i => Reference(PortNames.Input(i))).Concat(states.Select(Reference)),
                    Enumerable.Range(0, outputs).Select(i => Reference(PortNames.Output(i))).Concat(states.Select(Reference))));
                writer.Line("Leave();");
                return;
            }

            ForwardWriter.WriteEntered(writer, () =>
            {
                WriteForgetting();
                for (var i = 0; i < states.Count; i++)
                    writer.Line($"ReadOnlySpan<float> {PortNames.Input(inputs + i)} = {states[i]};");
                BoundaryWriter.CopyInputs(writer, program, stream);
                writer.Line($"RunStream({ArgumentList.Of(IntegerPorts.OwnArguments(stream), "1")});");
                for (var i = 0; i < outputs; i++)
                    writer.Line(BoundaryWriter.CopyOut(Result(i), PortNames.Output(i)));
                for (var i = 0; i < states.Count; i++)
                    writer.Line(BoundaryWriter.CopyOut(Result(outputs + i), states[i]));
            });
        });
        writer.Line();

        string Result(int index)
        {
            var root = stream.Graph.Roots.Single(root => root.Kind == Graph.RootKind.Output && root.Index == index);
            return $"MemoryMarshal.CreateSpan(ref {program.At(stream.Graph[root.Node])}, {Literals.Integer(stream.Graph[root.Node].Shape.Length)})";
        }

        void WriteForgetting()
        {
            if (network.HasBackward)
                writer.Line("lastCount = global::StaticNet.Runtime.Check.OverwrittenByStep;");
        }
    }
}
