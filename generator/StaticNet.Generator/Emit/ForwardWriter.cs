using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes Forward behind the surface: copies across the boundary, and the program in between.</summary>
internal static class ForwardWriter
{
    public static void Write(CodeWriter writer, GeneratedNames names)
    {
        var (network, ports) = (names.Network, names.Ports);
        var outputs = ports.Outputs.Select((_, i) => PortNames.Output(i)).ToArray();
        var sources = string.Join(", ", PortNames.InputParameters(ports));
        var targets = string.Join(", ", outputs.Select(name => "Span<float> " + name));
        var single = ports.Outputs.Count == 1;
        if (network.StraightLine is not null)
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            writer.Block($"internal void ForwardSample({sources}, {targets})", () => WriteComputation(writer, names, outputs, "1"));
            writer.Line();
            if (single)
            {
                writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
                writer.Block($"internal ReadOnlySpan<float> ForwardSample({sources})", () => WriteComputation(writer, names, null, "1"));
                writer.Line();
            }
        }

        writer.Block($"internal void Forward({sources}, {targets}, int count)", () => WriteComputation(writer, names, outputs, "count"));
        writer.Line();
        if (single)
        {
            writer.Block($"internal ReadOnlySpan<float> Forward({sources}, int count)", () => WriteComputation(writer, names, null, "count"));
            writer.Line();
        }

        WriteCompute(writer, names);
        for (var i = 0; i < ports.Outputs.Count; i++)
            WriteArenaValue(writer, names, $"Result{i}", RootKind.Output, i, InstanceWriter.OutputLength(i));
    }

    /// <summary>A method that gives what the pass before it left of a root in the arena.</summary>
    public static void WriteArenaValue(CodeWriter writer, GeneratedNames names, string name, RootKind kind, int index, string length)
    {
        writer.Block($"private Span<float> {name}(int count)", () => ProgramModes.Write(writer, names.Network, (mode, program) =>
        {
            var root = program.Graph.Roots.Single(root => root.Kind == kind && root.Index == index);
            mode.Line($"return MemoryMarshal.CreateSpan(ref {names.Of(program).At(program.Graph[root.Node])}, count * {length});");
        }));
        writer.Line();
    }

    /// <summary>The pass and its results; straight through where the network is tiny and there is one sample.</summary>
    /// <param name="writer">The body of a method.</param>
    /// <param name="names">The network.</param>
    /// <param name="outputs">Spans for the results; null where they stay in the network's memory.</param>
    /// <param name="count">How many samples.</param>
    private static void WriteComputation(CodeWriter writer, GeneratedNames names, string[]? outputs, string count)
    {
        var network = names.Network;
        var inputs = PortNames.FloatInputs(names.Ports);
        if (network.StraightLine is null)
        {
            WriteGeneral();
            return;
        }

        var conditions = new List<string>();
        if (count != "1")
            conditions.Add("count == 1");
        if (network.Training is not null)
            conditions.Add("!Training");
        var results = outputs?.Select(name => $"ref MemoryMarshal.GetReference({name})") ?? network.Inference.Graph.Roots
            .Where(root => root.Kind == RootKind.Output).OrderBy(root => root.Index)
            .Select(root => $"ref {names.Of(network.Inference).At(network.Inference.Graph[root.Node])}");
        if (conditions.Count == 0)
        {
            WriteStraight();
            return;
        }

        writer.Block($"if ({string.Join(" && ", conditions)})", () =>
        {
            WriteStraight();
            if (outputs is not null)
                writer.Line("return;");
        });
        writer.Line();
        WriteGeneral();

        void WriteStraight()
        {
            writer.Line("EnterBriefly();");
            if (network.HasBackward)
            {
                // Nothing in it fails, so Backward may follow.
                writer.Line("lastCount = 1;");
                writer.Line("lastWasSliced = false;");
                if (network.Training is not null)
                    writer.Line("lastWasTraining = false;");
            }

            if (network.Batch is not null)
                writer.Line("lastWasBatch = false;");
            writer.Line(StraightLineWriter.Call(network.StraightLine!, inputs.Select(name => $"ref MemoryMarshal.GetReference({name})"), results));
            writer.Line("Leave();");
            if (outputs is null)
                writer.Line("return Result0(1);");
        }

        void WriteGeneral() => WriteEntered(writer, () =>
        {
            foreach (var (port, i) in names.Ports.Inputs.Select((port, i) => (port, i)).Where(pair => pair.port.IsInteger))
            {
                writer.Line($"global::StaticNet.Runtime.Check.Indices({PortNames.Argument(i)}, {PortNames.Input(i)}, "
                    + $"{PortNames.Indices(i)}, {Literals.Integer(port.Classes)});");
            }

            if (network.HasDirectOutput && outputs is not null)
            {
                writer.Line($"{(count == "1" ? "ComputeInto" : "ComputeBatchInto")}({ArgumentList.Of(inputs.Concat(outputs), count)});");
                return;
            }

            writer.Line($"{(count == "1" ? "Compute" : "ComputeBatch")}({ArgumentList.Of(inputs, count)});");
            if (outputs is null)
                writer.Line($"return Result0({count});");
            foreach (var (name, i) in (outputs ?? Array.Empty<string>()).Select((name, i) => (name, i)))
                writer.Line(BoundaryWriter.CopyOut($"Result{i}({count})", name));
        });
    }

    /// <summary>Writes statements during which no other thread may enter the instance.</summary>
    public static void WriteEntered(CodeWriter writer, Action body)
    {
        writer.Line("Enter();");
        writer.Block("try", body);
        writer.Block("finally", () => writer.Line("Leave();"));
    }

    /// <summary>A statement that brings the inputs of a batch, or of a slice of it, into an instance's arena.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The spans.</param>
    /// <param name="batchCount">How many samples the whole batch has.</param>
    public static string LoadInputs(CompiledNetwork network, IEnumerable<string> inputs, string batchCount) =>
        $"LoadInputs({(network.TakesBatchSize ? ArgumentList.Of(inputs, batchCount) : ArgumentList.Of(inputs))});";

    private static void WriteCompute(CodeWriter writer, GeneratedNames names)
    {
        var network = names.Network;
        var inputs = PortNames.FloatInputs(names.Ports);
        var spans = ArgumentList.Spans(inputs).ToArray();
        var parameters = ArgumentList.Of(spans, "int count");
        var arguments = ArgumentList.Of(inputs, "count");
        var integers = IntegerPorts.Parameters(network.Inference).ToArray();
        writer.Block($"private void Compute({parameters})", () =>
        {
            ProgramModes.Begin(writer, network, "false");
            BoundaryWriter.Enter(writer, network.Inference, network.ArenaLengths.Count);
            writer.Line(LoadInputs(network, inputs, "count"));
            writer.Line($"ComputeForward({BoundaryWriter.EnteringArguments(network.Inference)}{ArgumentList.Of(IntegerPorts.OwnArguments(network.Inference), "count")});");
            ProgramModes.End(writer, network);
        });
        writer.Line();
        writer.Block($"private void ComputeBatch({parameters})", () =>
        {
            if (network.Training is { CouplesSamples: true })
                writer.Line("// What is computed of a sample while training depends on the whole batch, which is not divided.");
            writer.Line($"int sliceCount = degreeOfParallelism == 1{(network.Training is { CouplesSamples: true } ? " || Training" : "")} ? 1 : Slices.CountFor(count, degreeOfParallelism, ForwardGrain);");
            writer.Block("if (sliceCount == 1)", () =>
            {
                writer.Line($"Compute({arguments});");
                writer.Line("return;");
            });
            writer.Line();
            ProgramModes.Begin(writer, network, "true");
            writer.Line($"Reserve(sliceCount).Forward({ArgumentList.Of(inputs, "count", "sliceCount")});");
            ProgramModes.End(writer, network);
        });
        writer.Line();
        if (network.HasDirectOutput)
            BoundaryWriter.WriteComputeInto(writer, names);
        if (ProgramModes.HasBegin(network))
            WriteBegin();
        var loaded = network.TakesBatchSize ? ArgumentList.Of(spans, "int batchCount") : ArgumentList.Of(spans);
        writer.Block($"private void LoadInputs({loaded})", () => ProgramModes.Write(writer, network,
            (mode, program) => BoundaryWriter.CopyInputs(mode, names.Of(program), program)));
        writer.Line();
        writer.Line(network.Inference.EnteringInputs.Count == 0 ? "// Needs the inputs in the arena, and leaves the outputs there."
            : "// Needs the inputs in the arena, but for those that enter, and leaves the outputs there.");
        writer.Block($"private void ComputeForward({BoundaryWriter.EnteringParameters(network.Inference)}{ArgumentList.Of(integers, "int count")})", () => ProgramModes.Write(writer, network, (mode, program) =>
        {
            var output = network.HasDirectOutput ? $"ref {names.Of(program).At(program.DirectOutput!)}, " : "";
            mode.Line($"Run{names.Of(program).Name}Forward({BoundaryWriter.EnteringArguments(program)}{output}"
                + $"{string.Concat(IntegerPorts.Arguments(program).Select(argument => argument + ", "))}{(program.DrawsForward ? "lastRandomState, 0, " : "")}count);");
        }));
        writer.Line();

        void WriteBegin()
        {
            var arguments = new[] { network.HasBackward ? "bool isSliced" : null, network.Batch is null ? null : "int count" };
            writer.Block($"private void BeginForward({string.Join(", ", arguments.Where(argument => argument is not null))})", WriteNotes);
            writer.Line();
        }

        void WriteNotes()
        {
            if (network.HasBackward)
            {
                writer.Line("// Backward may follow only if all of the forward pass succeeds.");
                writer.Line("lastCount = global::StaticNet.Runtime.Check.ForwardFailed;");
                writer.Line("lastWasSliced = isSliced;");
            }

            if (network.Batch is not null)
                writer.Line(ProgramModes.FillsBlock("", "count"));
            if (network.Training is not null)
                writer.Line("lastWasTraining = Training;");
            if (network.DrawsAtInference)
                WriteDraw();
            else if (network.DrawsForward)
                writer.Block("if (Training)", WriteDraw);
        }

        void WriteDraw()
        {
            writer.Line("// Every pass has random numbers of its own, and Backward repeats those of the pass before it.");
            writer.Line("lastRandomState = RandomState;");
            writer.Line("RandomState = unchecked((RandomState * 6364136223846793005UL) + 1442695040888963407UL);");
        }
    }
}
