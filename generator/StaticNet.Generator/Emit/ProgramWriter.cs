using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Passes;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes the sequences of kernels that the public members run, with every value's place as a constant.</summary>
internal sealed class ProgramWriter
{
    /// <summary>Kernels in one method: each brings some references with it, of which the JIT tracks about a thousand.</summary>
    private const int CallsPerMethod = 48;

    private readonly CodeWriter writer;
    private readonly GeneratedNames names;
    private readonly CompiledNetwork network;

    public ProgramWriter(CodeWriter writer, GeneratedNames names)
    {
        this.writer = writer;
        this.names = names;
        network = names.Network;
    }

    public void Write()
    {
        WriteBoth(network.Inference, "the forward pass", "the gradients of parameters and inputs");
        var many = $" of {Layout.BlockSamples} samples or more";
        WriteBoth(network.Batch, "the forward pass" + many, "the gradients" + many);
        WriteBoth(network.Training, "the forward pass in training", "the gradients of that pass");
        if (network.Stream is { } stream)
            WriteProgram(stream, _ => true, "", "one step of a sequence");
        if (network.Step is { } step)
            WriteProgram(step, _ => true, "", "forward, loss and all gradients of parameters");
        if (network.Evaluate is { } evaluate)
            WriteProgram(evaluate, _ => true, "", "forward and loss");
    }

    private void WriteBoth(CompiledProgram? compiled, string forward, string backward)
    {
        if (compiled is null)
            return;
        WriteProgram(compiled, phase => phase == Phase.Forward, "Forward", forward);
        if (network.HasBackward)
            WriteProgram(compiled, phase => phase != Phase.Forward, "Backward", backward);
    }

    private void WriteProgram(CompiledProgram compiled, Func<Phase, bool> includes, string part, string purpose)
    {
        var calls = compiled.Calls.Where(call => includes(call.Node.Origin.Phase)).ToArray();
        var chunks = Chunks(calls);
        var names = this.names.Of(compiled);
        var name = "Run" + names.Name + part;
        var usesRandom = calls.Any(call => call.Node.Operation is IRandomOperation);
        var hasInputPart = part == "Backward";
        var output = part == "Forward" && network.HasDirectOutput ? compiled.DirectOutput : null;
        var passed = new List<(string Parameter, string Argument)>();
        if (!hasInputPart)
            passed.AddRange(BoundaryWriter.EnteringNames(compiled).Select(input => ($"ref float {input}", $"ref {input}")));
        if (output is not null)
            passed.Add(($"ref float {names.Values[output.Id]}", $"ref {names.Values[output.Id]}"));
        passed.AddRange(IntegerPorts.Of(compiled).Select(port => ($"ref int {port.Memory}", $"ref {port.Memory}")));
        if (hasInputPart)
            passed.AddRange(new[] { ("bool toInput", "toInput"), ("bool toParameters", "toParameters") });
        if (usesRandom)
            passed.AddRange(new[] { ("ulong seed", "seed"), ("ulong step", "step") });
        passed.Add(("int count", "count"));
        var signature = string.Join(", ", passed.Select(pair => pair.Parameter));
        var arguments = string.Join(", ", passed.Select(pair => pair.Argument));
        writer.Line($"// {char.ToUpperInvariant(purpose[0])}{purpose.Substring(1)}, kernel by kernel.");
        if (chunks.Count == 1 && chunks[0].All(call => call.Node.Loop is null))
        {
            writer.Block($"private void {name}({signature})", () => WriteCalls(compiled, chunks[0], names, hasInputPart, output));
            writer.Line();
            return;
        }

        writer.Block($"private void {name}({signature})", () =>
        {
            for (var i = 0; i < chunks.Count; i++)
            {
                var condition = chunks[i][0].Node.Loop is null ? null : ConditionOfAll(chunks[i]);
                if (condition is not null)
                    writer.Line($"if ({condition})");
                WriteIf(condition is not null, () =>
                {
                    if (chunks[i][0].Node.Loop is not { } loop)
                        writer.Line($"{name}Part{i + 1}({arguments});");
                    else
                        WriteLoop(loop, $"{name}Part{i + 1}({arguments}, t);");
                });
            }
        });
        writer.Line();
        for (var i = 0; i < chunks.Count; i++)
        {
            if (chunks[i][0].Node.Loop is { } loop)
            {
                writer.Line($"// One of {Literals.Integer(loop.Steps)} steps t. A value that has a place for each step is referred to at this one.");
                writer.Block($"private void {name}Part{i + 1}({signature}, int t)", () => WriteCalls(compiled, chunks[i], names, hasInputPart: false, output));
            }
            else
            {
                writer.Block($"private void {name}Part{i + 1}({signature})", () => WriteCalls(compiled, chunks[i], names, hasInputPart, output));
            }

            writer.Line();
        }

        string? ConditionOfAll(IReadOnlyList<KernelCall> loop) => !hasInputPart ? null
            : loop.All(call => compiled.OnlyForInputGradients.Contains(call.Node.Id)) ? "toInput"
            : loop.All(call => compiled.OnlyForParameterGradients.Contains(call.Node.Id)) ? "toParameters"
            : null;
    }

    private void WriteIf(bool isIndented, Action body)
    {
        if (isIndented)
            writer.Indented(body);
        else
            body();
    }

    private void WriteLoop(Loop loop, string call)
    {
        writer.Line(loop.IsReversed
            ? $"for (int t = {Literals.Integer(loop.First)}; t >= 0; t--)"
            : $"for (int t = 0; t < {Literals.Integer(loop.Steps)}; t++)");
        writer.Indented(() => writer.Line(call));
    }

    /// <summary>Calls in methods of their own: not too many in one, and each loop's in one, or several that run one after another in a step.</summary>
    private static IReadOnlyList<IReadOnlyList<KernelCall>> Chunks(IReadOnlyList<KernelCall> calls)
    {
        var chunks = new List<IReadOnlyList<KernelCall>>();
        var current = new List<KernelCall>();
        foreach (var call in calls)
        {
            if (current.Count > 0 && (current[0].Node.Loop != call.Node.Loop || (current.Count == CallsPerMethod && call.Node.Loop is null)))
            {
                chunks.Add(current);
                current = new List<KernelCall>();
            }

            current.Add(call);
        }

        chunks.Add(current);
        return chunks;
    }

    /// <summary>What the input of a kernel is called that takes it in.</summary>
    private static string EnteringName(Node input) => PortNames.Entering(((NetworkInput)input.Operation).Index);

    private void WriteCalls(
        CompiledProgram compiled, IReadOnlyList<KernelCall> calls, ProgramNames names, bool hasInputPart, Node? output)
    {
        var companions = calls.Select(call => compiled.Graph.CompanionOf(call.Node)).OfType<Node>().Select(companion => companion.Id);
        var used = calls.SelectMany(call => call.Node.Inputs.Concat(new[] { call.Node.Id })).Concat(companions).Select(compiled.Graph.Base).Distinct()
            .Where(id => id != output?.Id).OrderBy(id => id).Select(id => compiled.Graph[id]).ToArray();
        foreach (var node in used)
        {
            if (node.Operation is PreviousState)
                writer.Line($"ref float {names.Values[node.Id]} = {PreviousReference(compiled, node, names)};");
            else if (compiled.Plan[node].Kind != StorageKind.Integers && calls[0].Node.Loop is { } loop && compiled.Plan.HasAllSteps(node))
                writer.Line($"ref float {names.Values[node.Id]} = ref Unsafe.Add({Reference(compiled, node, names)}, {Step(node, "t")}); // {ValueNames.Describe(node with { Type = node.Type with { Steps = loop.Steps } })}");
            else if (compiled.Plan[node].Kind != StorageKind.Integers)
                writer.Line($"ref float {names.Values[node.Id]} = {Reference(compiled, node, names)}; // {ValueNames.Describe(WithSteps(compiled, node))}");
        }

        foreach (var call in calls.Where(call => call.Node.Schedule.TakesIn))
        {
            var input = compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])];
            writer.Line($"if (Unsafe.IsNullRef(ref {EnteringName(input)}))");
            writer.Indented(() => writer.Line($"{EnteringName(input)} = ref {names.Values[input.Id]}; // It is in the arena already."));
        }

        // Some of it is asked for only where the caller wants these gradients.
        for (var first = 0; first < calls.Count;)
        {
            var condition = ConditionOf(calls[first]);
            var next = first;
            while (next < calls.Count && ConditionOf(calls[next]) == condition)
                next++;
            var group = calls.Skip(first).Take(next - first);
            if (condition is null)
                WriteGroup();
            else
                writer.Block($"if ({condition})", WriteGroup);
            first = next;

            void WriteGroup()
            {
                foreach (var call in group)
                    WriteCall(compiled, call, names);
            }
        }

        string? ConditionOf(KernelCall call) => !hasInputPart ? null
            : compiled.OnlyForInputGradients.Contains(call.Node.Id) ? "toInput"
            : compiled.OnlyForParameterGradients.Contains(call.Node.Id) ? "toParameters"
            : null;
    }

    /// <summary>A value of a loop as it is seen from outside.</summary>
    private static Node WithSteps(CompiledProgram compiled, Node node) => node.Loop is { } loop && compiled.Plan.HasAllSteps(node)
        ? node with { Type = node.Type with { Steps = loop.Steps } }
        : node;

    /// <summary>How far a step lies behind the first.</summary>
    private static string Step(Node node, string step) => $"{step} * {(node.Type.Batched ? "count * " : "")}{Literals.Integer(node.Shape.Length)}";

    /// <summary>What the step before made of a state; before the first step, what it begins with.</summary>
    private static string PreviousReference(CompiledProgram compiled, Node state, ProgramNames names)
    {
        var first = compiled.Graph[compiled.Graph.Base(state.Inputs[0])];
        var next = compiled.Graph[compiled.Graph.Base(compiled.Graph.NextOf(state).Id)];
        var loop = state.Loop!;
        var before = loop.IsReversed ? "(t + 1)" : "(t - 1)";
        return $"ref (t == {Literals.Integer(loop.First)} ? {Reference(compiled, first, names)} : ref Unsafe.Add({Reference(compiled, next, names)}, {Step(next, before)}))";
    }

    private static string Reference(CompiledProgram compiled, Node node, ProgramNames names) => compiled.Plan[node].Kind == StorageKind.Prepared
        ? $"ref Unsafe.Add(ref prepared.Reference, {names.PlaceOf(node)})"
        : "ref " + names.At(node);

    private void WriteCall(CompiledProgram compiled, KernelCall call, ProgramNames names)
    {
        var arguments = new List<string>();
        var input = 0;
        foreach (var parameter in call.Kernel.Kernel.Parameters)
        {
            arguments.Add(parameter.Kind switch
            {
                KernelParameterKind.Source => "ref " + names.Values[compiled.Graph.Base(call.Node.Inputs[input++])],
                KernelParameterKind.Integers => "ref " + IntegerPorts.MemoryOf(compiled.Graph.Interface, compiled.Graph[compiled.Graph.Base(call.Node.Inputs[input++])]),
                KernelParameterKind.Entering => "ref " + EnteringName(compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])]),
                KernelParameterKind.Target => "ref " + names.Values[call.Node.Id],
                KernelParameterKind.Companion => "ref " + names.Values[compiled.Graph.CompanionOf(call.Node)!.Id],
                KernelParameterKind.Scratch => "ref " + names.AtScratch(call.Node),
                KernelParameterKind.FirstElement => "firstSample * " + Literals.Integer(call.Node.Shape.Length),
                _ => $"global::StaticNet.Runtime.CounterRandom.Key(seed, step, {((IRandomOperation)call.Node.Operation).Stream})",
            });
        }

        var steps = compiled.Graph.StepsOf(call.Node);
        arguments.Add(steps == 1 ? "count" : "count * " + Literals.Integer(steps));
        if (compiled.Plan[call.Node].Kind != StorageKind.Prepared)
        {
            writer.Line($"{call.Kernel.Name}({string.Join(", ", arguments)});");
            return;
        }

        // Kept from call to call while the weights stay the same.
        var number = compiled.Calls.TakeWhile(other => other != call).Count(other => compiled.Plan[other.Node].Kind == StorageKind.Prepared);
        var weights = compiled.Graph[compiled.Graph.Base(call.Node.Inputs[0])];
        writer.Line($"if (prepared.IsStale({Literals.Integer(number)}, {arguments[0]}, {Literals.Integer(weights.Shape.Length)}))");
        writer.Indented(() => writer.Line($"{call.Kernel.Name}({string.Join(", ", arguments)});"));
    }
}
