using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;

namespace StaticNet.Generator.Emit;

/// <summary>Writes Forward and Backward: checks, copies across the boundary, and the program in between.</summary>
internal static class ForwardWriter
{
    public static void Write(CodeWriter writer, CompiledNetwork network)
    {
        var ports = network.Forward.Interface;
        var (inputs, outputs) = PortNames.Parameters(ports);
        var lengths = PortNames.LengthConstants(ports);
        var single = ports.Outputs.Count == 1;
        string Inputs(string suffix) => string.Join(", ", inputs.Select(name => $"ReadOnlySpan<float> {name}{suffix}"));
        var many = ports.Inputs.Count == 1 && single ? "s" : "";

        Describe("Computes the outputs of one sample.", "");
        writer.Block($"public void Forward({Inputs("")}, {string.Join(", ", outputs.Select(name => "Span<float> " + name))})", () =>
        {
            Check("Length", "", "");
            WriteComputation(writer, network, inputs, outputs, "1");
        });
        writer.Line();
        Describe("Computes the outputs of a batch.", many, withCount: true);
        writer.Block($"public void Forward({Inputs(many)}, {string.Join(", ", outputs.Select(name => $"Span<float> {name}{many}"))}, int count)", () =>
        {
            writer.Line("global::StaticNet.Runtime.Check.Count(count, BatchCapacity);");
            Check("BatchLength", "count, ", many);
            WriteComputation(writer, network, inputs.Select(name => name + many), outputs.Select(name => name + many), "count");
        });
        writer.Line();
        if (single)
        {
            writer.Line("/// <summary>Computes the output of one sample.</summary>");
            DescribeInputs("");
            writer.Line("/// <returns>The output, in the network's own memory: it changes with the next call on this instance.</returns>");
            writer.Block($"public ReadOnlySpan<float> Forward({Inputs("")})", () =>
            {
                CheckInputs("Length", "", "");
                WriteComputation(writer, network, inputs, null, "1");
                writer.Line("return Result0(1);");
            });
            writer.Line();
            writer.Line("/// <summary>Computes the outputs of a batch.</summary>");
            DescribeInputs(many);
            writer.Line("/// <param name=\"count\">How many samples: 1 to <see cref=\"BatchCapacity\"/>.</param>");
            writer.Line("/// <returns>The outputs, in the network's own memory: they change with the next call on this instance.</returns>");
            writer.Block($"public ReadOnlySpan<float> Forward({Inputs(many)}, int count)", () =>
            {
                writer.Line("global::StaticNet.Runtime.Check.Count(count, BatchCapacity);");
                CheckInputs("BatchLength", "count, ", many);
                WriteComputation(writer, network, inputs.Select(name => name + many), null, "count");
                writer.Line("return Result0(count);");
            });
            writer.Line();
        }

        WriteBackward(writer, network, inputs, outputs, lengths);
        WriteCompute(writer, network, inputs);
        WriteResults(writer, network, lengths);

        void Describe(string summary, string suffix, bool withCount = false)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            DescribeInputs(suffix);
            for (var i = 0; i < outputs.Count; i++)
                writer.Line($"/// <param name=\"{outputs[i].TrimStart('@')}{suffix}\">Receives {ports.Outputs[i].Shape}{(withCount ? " for every sample, one after another" : "")}.</param>");
            if (withCount)
                writer.Line("/// <param name=\"count\">How many samples: 1 to <see cref=\"BatchCapacity\"/>.</param>");
            writer.Line("/// <exception cref=\"ArgumentException\">A span is of the wrong length; nothing was computed.</exception>");
        }

        void DescribeInputs(string suffix)
        {
            for (var i = 0; i < inputs.Count; i++)
                writer.Line($"/// <param name=\"{inputs[i].TrimStart('@')}{suffix}\">{ports.Inputs[i].Shape} in row-major order{(suffix.Length > 0 ? ", sample after sample" : "")}.</param>");
        }

        void CheckInputs(string method, string extra, string suffix)
        {
            for (var i = 0; i < inputs.Count; i++)
                writer.Line($"global::StaticNet.Runtime.Check.{method}(nameof({inputs[i]}{suffix}), {inputs[i]}{suffix}.Length, {extra}{lengths[i]});");
        }

        void Check(string method, string extra, string suffix)
        {
            CheckInputs(method, extra, suffix);
            for (var i = 0; i < outputs.Count; i++)
                writer.Line($"global::StaticNet.Runtime.Check.{method}(nameof({outputs[i]}{suffix}), {outputs[i]}{suffix}.Length, {extra}{lengths[inputs.Count + i]});");
        }
    }

    /// <summary>The pass and its results; straight through where the network is tiny and there is one sample.</summary>
    /// <param name="writer">The body of a public member.</param>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Spans of the right lengths.</param>
    /// <param name="outputs">Spans for the results; null where they stay in the network's memory.</param>
    /// <param name="count">How many samples.</param>
    private static void WriteComputation(
        CodeWriter writer, CompiledNetwork network, IEnumerable<string> inputs, IEnumerable<string>? outputs, string count)
    {
        var spans = inputs.ToArray();
        var conditions = new List<string>();
        if (count != "1")
            conditions.Add("count == 1");
        if (network.Training is not null)
            conditions.Add("!Training");
        if (network.StraightLine is null)
        {
            WriteGeneral();
            return;
        }

        var results = outputs?.Select(name => $"ref MemoryMarshal.GetReference({name})") ?? network.Inference.Graph.Roots
            .Where(root => root.Kind == RootKind.Output).OrderBy(root => root.Index)
            .Select(root => $"ref Unsafe.Add(ref workspace.Reference, {network.Inference.Plan[network.Inference.Graph[root.Node]].Offset})");
        if (conditions.Count == 0)
        {
            WriteStraight();
        }
        else
        {
            writer.Block($"if ({string.Join(" && ", conditions)})", WriteStraight);
            writer.Block("else", WriteGeneral);
            if (outputs is null)
                writer.Line();
        }

        void WriteStraight()
        {
            // Nothing in it fails, so Backward may follow; and a call that comes last is a jump.
            writer.Line("lastCount = 1;");
            writer.Line("lastWasSliced = false;");
            if (network.Training is not null)
                writer.Line("lastWasTraining = false;");
            if (network.Batch is not null)
                writer.Line("lastWasBatch = false;");
            writer.Line(StraightLineWriter.Call(spans.Select(name => $"ref MemoryMarshal.GetReference({name})"), results));
        }

        void WriteGeneral()
        {
            if (network.HasDirectOutput && outputs is not null)
            {
                writer.Line($"{(count == "1" ? "ComputeInto" : "ComputeBatchInto")}({string.Join(", ", spans.Concat(outputs))}, {count});");
                return;
            }

            writer.Line($"{(count == "1" ? "Compute" : "ComputeBatch")}({string.Join(", ", spans)}, {count});");
            foreach (var (name, i) in (outputs ?? Array.Empty<string>()).Select((name, i) => (name, i)))
                writer.Line(BoundaryWriter.CopyOut($"Result{i}({count})", name));
        }
    }

    /// <summary>The call of <c>MemoryMarshal</c> that makes a span of a value in the arena.</summary>
    public static string ArenaSpan(int offset, string length) =>
        $"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref workspace.Reference, {offset}), {length})";

    private static void WriteBackward(
        CodeWriter writer, CompiledNetwork network, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, IReadOnlyList<string> lengths)
    {
        var outputGradients = outputs.Select(name => name.TrimStart('@') + "Gradient").ToArray();
        var inputGradients = inputs.Select(name => name.TrimStart('@') + "Gradient").ToArray();
        writer.Line("""
            /// <summary>
            /// Computes the gradients of a loss of the caller's own for the samples of the Forward before: those of all parameters
            /// into <see cref="Gradients"/>, summed over the samples, and those of the inputs where a span is given.
            /// </summary>
            """);
        foreach (var name in outputGradients)
            writer.Line($"/// <param name=\"{name}\">dLoss/dOutput, as long as the output of the whole batch.</param>");
        foreach (var name in inputGradients)
            writer.Line($"/// <param name=\"{name}\">Receives dLoss/dInput; empty if it is not wanted.</param>");
        writer.Line("/// <exception cref=\"InvalidOperationException\">There was no Forward since the last Backward or training step.</exception>");
        writer.Line("/// <exception cref=\"ArgumentException\">A span is of the wrong length; nothing was computed.</exception>");
        var signature = string.Join(", ", outputGradients.Select(name => "ReadOnlySpan<float> " + name)
            .Concat(inputGradients.Select(name => $"Span<float> {name} = default")));
        writer.Block($"public void Backward({signature})", () =>
        {
            writer.Line("int count = lastCount;");
            writer.Line("global::StaticNet.Runtime.Check.ForwardHasRun(count);");
            for (var i = 0; i < outputGradients.Length; i++)
                writer.Line($"global::StaticNet.Runtime.Check.BatchLength(nameof({outputGradients[i]}), {outputGradients[i]}.Length, count, {lengths[inputs.Count + i]});");
            for (var i = 0; i < inputGradients.Length; i++)
            {
                writer.Line($"if (!{inputGradients[i]}.IsEmpty)");
                writer.Indented(() => writer.Line($"global::StaticNet.Runtime.Check.BatchLength(nameof({inputGradients[i]}), {inputGradients[i]}.Length, count, {lengths[i]});"));
            }

            // Backward overwrites what Forward kept, so it cannot run twice.
            writer.Line("lastCount = 0;");
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
        });
        writer.Line();
        writer.Block($"private void LoadOutputGradients({string.Join(", ", outputGradients.Select(name => "ReadOnlySpan<float> " + name))})", () =>
            ProgramModes.Write(writer, network, (mode, program) =>
            {
                foreach (var node in program.Graph.Nodes)
                {
                    if (node.Operation is OutputGradient seed)
                        mode.Line(BoundaryWriter.CopyIn(outputGradients[seed.Index], program.Plan[node].Offset));
                }
            }));
        writer.Line();
        writer.Line("// Needs the gradients of the outputs in the arena, and what the forward pass left there.");
        writer.Block("private void ComputeBackward(bool toInput, int count)", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            var usesRandom = program.Calls.Any(call => call.Node.Operation is Dropout && call.Node.Origin.Phase == Phase.Backward);
            mode.Line($"Run{ProgramModes.NameOf(network, program)}Backward(toInput, {(usesRandom ? "lastRandomState, 0, " : "")}count);");
        }));
        writer.Line();
        for (var i = 0; i < inputGradients.Length; i++)
            WriteArenaValue(writer, network, $"InputGradient{i}", RootKind.InputGradient, i, lengths[i]);
    }

    private static void WriteCompute(CodeWriter writer, CompiledNetwork network, IReadOnlyList<string> inputs)
    {
        var parameters = string.Join(", ", inputs.Select(name => "ReadOnlySpan<float> " + name));
        var arguments = string.Join(", ", inputs);
        writer.Block($"private void Compute({parameters}, int count)", () =>
        {
            writer.Line(ProgramModes.Begin(network, "false"));
            BoundaryWriter.Enter(writer, network.Inference, inputs);
            writer.Line($"LoadInputs({arguments});");
            writer.Line($"ComputeForward({BoundaryWriter.EnteringArguments(network.Inference)}count);");
            writer.Line("lastCount = count;");
        });
        writer.Line();
        writer.Block($"private void ComputeBatch({parameters}, int count)", () =>
        {
            writer.Line("int sliceCount = degreeOfParallelism == 1 ? 1 : Slices.CountFor(count, degreeOfParallelism, ForwardGrain);");
            writer.Block("if (sliceCount == 1)", () =>
            {
                writer.Line($"Compute({arguments}, count);");
                writer.Line("return;");
            });
            writer.Line();
            writer.Line(ProgramModes.Begin(network, "true"));
            writer.Line($"Reserve(sliceCount).Forward({arguments}, count, sliceCount);");
            writer.Line("lastCount = count;");
        });
        writer.Line();
        if (network.HasDirectOutput)
            BoundaryWriter.WriteComputeInto(writer, network, parameters, arguments, inputs);
        writer.Block($"private void BeginForward(bool isSliced{(network.Batch is null ? "" : ", int count")})", () =>
        {
            writer.Line("// Backward may follow only if all of the forward pass succeeds.");
            writer.Line("lastCount = 0;");
            writer.Line("lastWasSliced = isSliced;");
            if (network.Batch is not null)
                writer.Line(ProgramModes.FillsBlock("", "count"));
            if (network.Training is null)
                return;
            writer.Line("lastWasTraining = Training;");
            writer.Block("if (Training)", () =>
            {
                writer.Line("// Every pass has masks of its own, and Backward repeats those of the pass before it.");
                writer.Line("lastRandomState = RandomState;");
                writer.Line("RandomState = unchecked((RandomState * 6364136223846793005UL) + 1442695040888963407UL);");
            });
        });
        writer.Line();
        writer.Block($"private void LoadInputs({parameters})", () => ProgramModes.Write(writer, network, (mode, program) => BoundaryWriter.CopyInputs(mode, program, inputs)));
        writer.Line();
        writer.Line(network.Inference.EnteringInputs.Count == 0 ? "// Needs the inputs in the arena, and leaves the outputs there."
            : "// Needs the inputs in the arena, but for those that enter, and leaves the outputs there.");
        writer.Block($"private void ComputeForward({BoundaryWriter.EnteringParameters(network.Inference)}int count)", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            var usesRandom = program.Calls.Any(call => call.Node.Operation is Dropout && call.Node.Origin.Phase == Phase.Forward);
            var output = network.HasDirectOutput ? $"ref Unsafe.Add(ref workspace.Reference, {program.Plan[program.DirectOutput!].Offset}), " : "";
            mode.Line($"Run{ProgramModes.NameOf(network, program)}Forward({BoundaryWriter.EnteringArguments(program)}{output}{(usesRandom ? "lastRandomState, 0, " : "")}count);");
        }));
        writer.Line();
    }

    private static void WriteResults(CodeWriter writer, CompiledNetwork network, IReadOnlyList<string> lengths)
    {
        var inputs = network.Forward.Interface.Inputs.Count;
        for (var i = 0; i < network.Forward.Interface.Outputs.Count; i++)
            WriteArenaValue(writer, network, $"Result{i}", RootKind.Output, i, lengths[inputs + i]);
    }

    /// <summary>A method that gives what the pass before it left of a root in the arena.</summary>
    private static void WriteArenaValue(CodeWriter writer, CompiledNetwork network, string name, RootKind kind, int index, string length)
    {
        writer.Block($"private Span<float> {name}(int count)", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            var root = program.Graph.Roots.Single(root => root.Kind == kind && root.Index == index);
            mode.Line($"return {ArenaSpan(program.Plan[program.Graph[root.Node]].Offset, "count * " + length)};");
        }));
        writer.Line();
    }
}
