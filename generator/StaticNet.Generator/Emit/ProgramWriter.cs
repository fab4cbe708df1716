using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the sequences of kernels that the public members run, with every value's place as a constant.</summary>
internal sealed class ProgramWriter
{
    /// <summary>Kernels in one method: each brings some references with it, of which the JIT tracks about a thousand.</summary>
    private const int CallsPerMethod = 48;

    private readonly CodeWriter writer;
    private readonly CompiledNetwork network;
    public ProgramWriter(CodeWriter writer, CompiledNetwork network)
    {
        this.writer = writer;
        this.network = network;
    }

    public void Write()
    {
        WriteProgram("Inference", network.Inference, phase => phase == Phase.Forward, "Forward", "the forward pass");
        WriteProgram("Inference", network.Inference, phase => phase != Phase.Forward, "Backward", "the gradients of parameters and inputs");
        if (network.Batch is { } batch)
        {
            var many = $" of {Layout.BlockSamples} samples or more";
            WriteProgram("Batch", batch, phase => phase == Phase.Forward, "Forward", "the forward pass" + many);
            WriteProgram("Batch", batch, phase => phase != Phase.Forward, "Backward", "the gradients" + many);
        }

        if (network.Training is { } training)
        {
            WriteProgram("Training", training, phase => phase == Phase.Forward, "Forward", "the forward pass with dropout");
            WriteProgram("Training", training, phase => phase != Phase.Forward, "Backward", "the gradients of that pass");
        }

        if (network.Step is { } step)
            WriteProgram("Step", step, _ => true, "", "forward, loss and all gradients of parameters");
        if (network.Evaluate is { } evaluate)
            WriteProgram("Evaluate", evaluate, _ => true, "", "forward and loss");
    }

    private void WriteProgram(string program, CompiledProgram compiled, Func<Phase, bool> includes, string part, string purpose)
    {
        var calls = compiled.Calls.Where(call => includes(call.Node.Origin.Phase)).ToArray();
        var chunks = Enumerable.Range(0, Math.Max(1, (calls.Length + CallsPerMethod - 1) / CallsPerMethod))
            .Select(i => calls.Skip(i * CallsPerMethod).Take(CallsPerMethod).ToArray()).ToArray();
        var names = ValueNames.Of(compiled);
        var name = "Run" + program + part;
        var labels = compiled.Graph.Nodes.Select(node => node.Operation).OfType<Target>()
            .Where(target => target.Element == ElementType.Label).Select(target => target.Index).OrderBy(i => i).ToArray();
        var usesRandom = calls.Any(call => call.Node.Operation is Dropout);
        var hasInputPart = part == "Backward";
        var output = part == "Forward" && network.HasDirectOutput ? compiled.DirectOutput : null;
        var passed = new List<(string Parameter, string Argument)>();
        if (!hasInputPart)
            passed.AddRange(BoundaryWriter.EnteringNames(compiled).Select(input => ($"ref float {input}", $"ref {input}")));
        if (output is not null)
            passed.Add(($"ref float {names[output.Id]}", $"ref {names[output.Id]}"));
        passed.AddRange(labels.Select(i => ($"ref int labels{i}", $"ref labels{i}")));
        if (hasInputPart)
            passed.Add(("bool toInput", "toInput"));
        if (usesRandom)
            passed.AddRange(new[] { ("ulong seed", "seed"), ("ulong step", "step") });
        passed.Add(("int count", "count"));
        var signature = string.Join(", ", passed.Select(pair => pair.Parameter));
        var arguments = string.Join(", ", passed.Select(pair => pair.Argument));
        writer.Line();
        writer.Line($"// {char.ToUpperInvariant(purpose[0])}{purpose.Substring(1)}, kernel by kernel. Offsets are in floats.");
        if (chunks.Length == 1)
        {
            writer.Block($"private void {name}({signature})", () => WriteCalls(compiled, chunks[0], names, hasInputPart, output));
            return;
        }

        writer.Block($"private void {name}({signature})", () =>
        {
            for (var i = 0; i < chunks.Length; i++)
                writer.Line($"{name}Part{i + 1}({arguments});");
        });
        for (var i = 0; i < chunks.Length; i++)
        {
            writer.Line();
            writer.Block($"private void {name}Part{i + 1}({signature})", () => WriteCalls(compiled, chunks[i], names, hasInputPart, output));
        }
    }

    /// <summary>What the input of a kernel is called that takes it in.</summary>
    private static string EnteringName(Node input) => PortNames.Entering(((NetworkInput)input.Operation).Index);

    private void WriteCalls(
        CompiledProgram compiled, IReadOnlyList<KernelCall> calls, IReadOnlyDictionary<int, string> names, bool hasInputPart, Node? output)
    {
        var companions = calls.Select(call => compiled.Graph.CompanionOf(call.Node)).OfType<Node>().Select(companion => companion.Id);
        var used = calls.SelectMany(call => call.Node.Inputs.Concat(new[] { call.Node.Id })).Concat(companions).Select(compiled.Graph.Base).Distinct()
            .Where(id => id != output?.Id).OrderBy(id => id).Select(id => compiled.Graph[id]).ToArray();
        var kinds = used.Select(node => compiled.Plan[node].Kind).Distinct().ToArray();
        if (kinds.Contains(StorageKind.Workspace) || calls.Any(call => compiled.Plan.ScratchOf(call.Node) is not null))
            writer.Line("ref float workspace = ref this.workspace.Reference;");
        if (kinds.Contains(StorageKind.Parameters))
            writer.Line("ref float parameters = ref this.parameters.Reference;");
        if (kinds.Contains(StorageKind.Gradients))
            writer.Line("ref float gradients = ref this.gradients.Reference;");
        if (kinds.Contains(StorageKind.Prepared))
            writer.Line("ref float prepared = ref this.prepared.Reference;");
        foreach (var node in used)
        {
            var storage = compiled.Plan[node];
            if (storage.Kind == StorageKind.Labels)
                continue;
            var buffer = storage.Kind.ToString().ToLowerInvariant();
            writer.Line($"ref float {names[node.Id]} = ref Unsafe.Add(ref {buffer}, {storage.Offset}); // {ValueNames.Describe(node)}");
        }

        foreach (var call in calls.Where(call => call.Node.Operation is Ops.Contraction { Enters: true }))
        {
            var input = compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])];
            writer.Line($"if (Unsafe.IsNullRef(ref {EnteringName(input)}))");
            writer.Indented(() => writer.Line($"{EnteringName(input)} = ref {names[input.Id]}; // It is in the arena already."));
        }

        var isInside = false;
        foreach (var call in calls)
        {
            var isForInput = hasInputPart && compiled.OnlyForInputGradients.Contains(call.Node.Id);
            if (isForInput != isInside)
            {
                // What follows is asked for only where the caller wants gradients of inputs.
                writer.Line(isForInput ? "if (toInput)\n{" : "}");
                isInside = isForInput;
            }

            if (isInside)
                writer.Indented(() => WriteCall(compiled, call, names));
            else
                WriteCall(compiled, call, names);
        }

        if (isInside)
            writer.Line("}");
    }

    private void WriteCall(CompiledProgram compiled, KernelCall call, IReadOnlyDictionary<int, string> names)
    {
        var arguments = new List<string>();
        var input = 0;
        foreach (var parameter in call.Kernel.Kernel.Parameters)
        {
            arguments.Add(parameter.Kind switch
            {
                KernelParameterKind.Source => "ref " + names[compiled.Graph.Base(call.Node.Inputs[input++])],
                KernelParameterKind.Labels => "ref labels" + ((Target)compiled.Graph[call.Node.Inputs[input++]].Operation).Index,
                KernelParameterKind.Entering => "ref " + EnteringName(compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])]),
                KernelParameterKind.Target => "ref " + names[call.Node.Id],
                KernelParameterKind.Companion => "ref " + names[compiled.Graph.CompanionOf(call.Node)!.Id],
                KernelParameterKind.Scratch => $"ref Unsafe.Add(ref workspace, {compiled.Plan.ScratchOf(call.Node)!.Offset})",
                KernelParameterKind.FirstElement => "firstSample * " + Literals.Integer(call.Node.Shape.Length),
                _ => $"global::StaticNet.Runtime.CounterRandom.Key(seed, step, {((Dropout)call.Node.Operation).Stream})",
            });
        }

        arguments.Add("count");
        if (compiled.Plan[call.Node].Kind != StorageKind.Prepared)
        {
            writer.Line($"{call.Kernel.Name}({string.Join(", ", arguments)});");
            return;
        }

        // Kept from call to call while the weights stay the same.
        var number = compiled.Calls.TakeWhile(other => other != call).Count(other => compiled.Plan[other.Node].Kind == StorageKind.Prepared);
        var weights = compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])];
        writer.Line($"if (this.prepared.IsStale({Literals.Integer(number)}, {arguments[0]}, {Literals.Integer(weights.Shape.Length)}))");
        writer.Indented(() => writer.Line($"{call.Kernel.Name}({string.Join(", ", arguments)});"));
    }
}
